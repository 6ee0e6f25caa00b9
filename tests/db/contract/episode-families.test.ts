import { expect, test } from "vitest";
import { episodeKinds } from "../../../db/contract/episode";
import { episodeFamilies } from "../../../db/contract/episode-families";

test("every kind of episode is in one family", () => {
  expect(episodeFamilies.flatMap(({ kinds }): string[] => [...kinds]).sort()).toEqual(
    [...episodeKinds].sort(),
  );
});
