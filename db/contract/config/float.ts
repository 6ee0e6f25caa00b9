import { z } from "zod";

/** The largest number that networks compute with, those of 32 bits: what is larger is infinite to them. */
export const largestFloat = (2 - 2 ** -23) * 2 ** 127;

export const PositiveFloat = z.number().positive().max(largestFloat);
/** From 0 on. */
export const AbsoluteFloat = z.number().min(0).max(largestFloat);
export const Float = z.number().min(-largestFloat).max(largestFloat);
