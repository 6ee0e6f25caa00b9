import { aboutRun } from "../about-run";
import type { BatchBuilder } from "../batch-builder";
import { messageFields, textFields } from "../protobuf/fields";
import { WireReader } from "../protobuf/wire";
import { pushNested } from "../push-nested";
import { numberOf, parseJson } from "../text/parse-json";

/**
 * Puts what records hold into a builder (wandb/proto/wandb_internal.proto; only the fields that are used have names
 * here). Record: history = 2, output = 4, config = 5, output_raw = 13, run = 17, exit = 18.
 */
export class RecordReader {
  private readonly config: Record<string, unknown> = {};
  private startedAtMs = 0;

  constructor(
    private readonly builder: BatchBuilder,
    private readonly otherwiseAt: number,
  ) {}

  read(bytes: Buffer, from: number, to: number): void {
    const record = new WireReader().open(bytes, from, to);
    while (record.next()) {
      if (record.field === 2) this.readHistory(record.view());
      else if (record.field === 4 || record.field === 13) this.readOutput(record.view());
      else if (record.field === 5) this.readConfig(record.view());
      else if (record.field === 17) this.readRun(record.view());
      else if (record.field === 18) this.readExit(record.view());
    }
  }

  /** HistoryRecord: item = 1, step = 2 {num = 1}. W&B's own keys begin with "_". */
  private readHistory(bytes: Buffer): void {
    let step: number | undefined;
    let wallTimeMs = this.otherwiseAt;
    const values: [string, unknown][] = [];
    for (const [field, data] of messageFields(bytes)) {
      if (field === 2) {
        const inner = new WireReader().open(data, 0, data.length);
        step = 0;
        while (inner.next()) if (inner.field === 1) step = inner.int();
      }
      if (field !== 1) continue;
      const [key, value] = readItem(data);
      if (key === "_step") step = numberOf(value) ?? step;
      else if (key === "_timestamp") wallTimeMs = 1000 * (numberOf(value) ?? this.otherwiseAt / 1000);
      else if (!key.startsWith("_")) values.push([key, value]);
    }
    if (step === undefined) {
      this.builder.leaveOut("history records without a step");
      return;
    }
    for (const [key, value] of values) pushNested(this.builder, key, value, { step, wallTimeMs });
  }

  /** OutputRecord: line = 3. */
  private readOutput(bytes: Buffer): void {
    for (const line of textFields(bytes, 3)) this.builder.line(line, this.startedAtMs || this.otherwiseAt);
  }

  /** ConfigRecord: update = 1. */
  private readConfig(bytes: Buffer): void {
    for (const [field, item] of messageFields(bytes)) {
      if (field !== 1) continue;
      const [key, value] = readItem(item);
      if (key !== "_wandb" && key !== "") this.config[key] = value;
    }
    this.builder.about = { ...this.builder.about, ...aboutRun({ config: this.config }) };
  }

  /** RunRecord: config = 4, display_name = 8, tags = 10, start_time = 17 {seconds = 1}. */
  private readRun(bytes: Buffer): void {
    const [name] = textFields(bytes, 8);
    const tags = textFields(bytes, 10);
    for (const [field, data] of messageFields(bytes)) {
      if (field === 4) this.readConfig(data);
      if (field !== 17) continue;
      const inner = new WireReader().open(data, 0, data.length);
      while (inner.next()) if (inner.field === 1) this.startedAtMs = 1000 * inner.int();
    }
    this.builder.about = {
      ...this.builder.about,
      ...aboutRun({ config: this.config, tags }),
      ...(name?.trim() && { name: name.trim().slice(0, 120) }),
    };
  }

  /** RunExitRecord: exit_code = 1. */
  private readExit(bytes: Buffer): void {
    const reader = new WireReader().open(bytes, 0, bytes.length);
    while (reader.next())
      if (reader.field === 1 && reader.int() !== 0)
        this.builder.outcome = { status: "crashed", message: `Ended with exit code ${reader.int()}` };
  }
}

/**
 * HistoryItem and ConfigItem: key = 1, nested_key = 2, value_json = 16; newer clients give plain values as boolean = 4,
 * integer = 5, number = 6, text = 7 or json = 8.
 */
function readItem(bytes: Buffer): [string, unknown] {
  let key = "";
  const nested: string[] = [];
  let value: unknown;
  const reader = new WireReader().open(bytes, 0, bytes.length);
  while (reader.next()) {
    if (reader.field === 1) key = reader.text();
    else if (reader.field === 2) nested.push(reader.text());
    else if (reader.field === 4) value = reader.int() !== 0;
    else if (reader.field === 5) value = reader.int();
    else if (reader.field === 6) value = reader.double();
    else if (reader.field === 7) value = reader.text();
    else if (reader.field === 8 || reader.field === 16) value = jsonValue(reader.text());
  }
  return [nested.length > 0 ? nested.join(".") : key, value];
}

/** A value's JSON, which may be a bare NaN. */
const jsonValue = (json: string): unknown => parseJson(json) ?? numberOf(json);
