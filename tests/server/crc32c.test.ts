import { expect, test } from "vitest";
import { crc32c, maskedCrc32c } from "../../server/crc32c";

test("checksums are those of RFC 3720, appendix B.4, and of TensorFlow's own tests", () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, at) => at))).toBe(0x46dd794e);
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
  // Masked as TFRecord has it: ((crc >> 15) | (crc << 17)) + 0xa282ead8, here written out for 0xe3069283.
  expect(maskedCrc32c(Buffer.from("123456789"))).toBe((0x2507c60d + 0xa282ead8) % 2 ** 32);
});
