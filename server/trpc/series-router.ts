import { BranchQuery, readBranches } from "../series/read-branches";
import { ReadExtent, readExtent } from "../series/read-extent";
import { ReadLayers, readLayers } from "../series/read-layers";
import { ReadManySeries, readManySeries } from "../series/read-many-series";
import { procedure, router } from "./procedure";

export const seriesRouter = router({
  read: procedure.input(ReadManySeries).query(({ ctx, input }) => readManySeries(ctx, input)),
  extent: procedure.input(ReadExtent).query(({ ctx, input }) => readExtent(ctx, input)),
  branches: procedure.input(BranchQuery).query(({ ctx, input }) => readBranches(ctx, input)),
  layers: procedure.input(ReadLayers).query(({ ctx, input }) => readLayers(ctx, input)),
});
