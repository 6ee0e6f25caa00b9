import { expect, test } from "vitest";
import { columnsOf, startRun } from "../../db/test-run";
import { freshDatabase, freshHome } from "../../setup/database";
import { serverHere } from "../support/servers";
import { fromCsv } from "./read-back";
import { readZip } from "./read-zip";

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

test("several runs, or all of them, are downloaded as one archive, a file a run", async () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const [first, second, third] = [startRun(db), startRun(db), startRun(db)];
  first.send({ series: { loss: columnsOf([[1, 0.5]]) } });
  second.send({ series: { loss: columnsOf([[2, Number.NaN]]) } });
  third.send({ series: { other: columnsOf([[3, 7]]) } });
  const { url } = await serverHere(home);
  const read = async (query: string) => {
    const answer = await fetch(`${url}/api/export?${query}`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/zip"]);
    return new Map(readZip(Buffer.from(await answer.arrayBuffer())));
  };
  const two = await read(`run=${first.runId}&run=${second.runId}&run=${first.runId}`);
  expect([...two.keys()]).toEqual([`${first.runId}.csv`, `${second.runId}.csv`]);
  expect(fromCsv(two.get(`${first.runId}.csv`) ?? "")).toEqual(["loss 1 0.25 0.5"]);
  expect(fromCsv(two.get(`${second.runId}.csv`) ?? "")).toEqual(["loss 2 1.25 NaN"]);

  expect((await read("format=jsonl")).size).toBe(3);
  expect([...(await read("series=oth*")).keys()]).toEqual([`${third.runId}.csv`]);
  const [events] = [...(await read(`format=tensorboard&run=${third.runId}`)).keys()];
  expect(events).toMatch(new RegExp(`^${third.runId}/events\\.out\\.tfevents\\.\\d+\\.`));
  expect((await fetch(`${url}/api/export?run=${first.runId}&run=nosuchrun`)).status).toBe(404);
  expect((await fetch(`${url}/api/export?run=a%20b`)).status).toBe(400);
});
