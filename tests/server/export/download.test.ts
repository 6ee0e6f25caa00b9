import { expect, test } from "vitest";
import { columnsOf, startRun } from "../../db/test-run";
import { freshDatabase, freshHome } from "../../setup/database";
import { serverHere } from "../support/servers";
import { fromCsv } from "./read-back";

test("a run's points are downloaded under the token that every request must bring", async () => {
  const home = freshHome();
  const { runId, send } = startRun(freshDatabase(home));
  send({ series: { loss: columnsOf([[1, Number.NaN]]), "norm/a": columnsOf([[2, 0.5]]) } });
  const { url } = await serverHere(home, { token: "a secret of sixteen" });
  const headers = { authorization: "Bearer a secret of sixteen" };
  expect((await fetch(`${url}/api/export/${runId}`)).status).toBe(401);

  const csv = await fetch(`${url}/api/export/${runId}?format=csv&series=norm/*`, { headers });
  expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(csv.headers.get("content-disposition")).toBe(`attachment; filename="${runId}.csv"`);
  expect(fromCsv(await csv.text())).toEqual(["norm/a 2 1.25 0.5"]);

  const head = await fetch(`${url}/api/export/${runId}?format=jsonl`, { headers, method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  expect((await fetch(`${url}/api/export/${runId}?format=xls`, { headers })).status).toBe(400);
  expect((await fetch(`${url}/api/export/nosuchrun`, { headers })).status).toBe(404);
  expect((await fetch(`${url}/api/export/${runId}`, { headers, method: "POST" })).status).toBe(405);
});
