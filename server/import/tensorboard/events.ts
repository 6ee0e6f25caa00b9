import { aboutRun } from "../about-run";
import type { BatchBuilder } from "../batch-builder";
import { WireReader } from "../protobuf/wire";
import {
  type Buckets,
  bucketQuantile,
  histogramQuantiles,
  quantileName,
  readOldHistogram,
} from "./histogram";
import { readSession } from "./hparams";
import { type Tag, Tags } from "./tags";
import { readTensor, type Tensor } from "./tensor";

/** SessionLog.status. */
const sessionStart = 1;

/**
 * Puts what event messages hold into a builder (tensorflow/core/util/event.proto and framework/summary.proto; only the
 * fields that are used have names here). The usual event, one scalar, makes no object.
 */
export class EventReader {
  private readonly event = new WireReader();
  private readonly summary = new WireReader();
  private readonly value = new WireReader();
  private readonly inner = new WireReader();
  private readonly tags: Tags;
  private wallTimeMs = 0;
  private step = 0;

  constructor(private readonly builder: BatchBuilder) {
    this.tags = new Tags(builder);
  }

  /** Event: wall_time = 1, step = 2, summary = 5, log_message = 6, session_log = 7. False for what is no such message. */
  read(bytes: Buffer, from: number, to: number): boolean {
    const { event } = this;
    this.wallTimeMs = 0;
    this.step = 0;
    let summaryFrom = -1;
    let summaryTo = -1;
    event.open(bytes, from, to);
    while (event.next()) {
      switch (event.field) {
        case 1:
          this.wallTimeMs = event.double() * 1000;
          break;
        case 2:
          this.step = event.int();
          break;
        case 5:
          summaryFrom = event.valueStart;
          summaryTo = event.valueEnd;
          break;
        case 6:
          this.readLogMessage(bytes, event.valueStart, event.valueEnd);
          break;
        case 7:
          this.readSessionLog(bytes, event.valueStart, event.valueEnd);
          break;
      }
    }
    if (summaryFrom >= 0) this.readSummary(bytes, summaryFrom, summaryTo);
    return !event.isBroken && !this.summary.isBroken;
  }

  /** Summary: value = 1, repeated. */
  private readSummary(bytes: Buffer, from: number, to: number): void {
    const { summary } = this;
    summary.open(bytes, from, to);
    while (summary.next())
      if (summary.field === 1) this.readValue(bytes, summary.valueStart, summary.valueEnd);
  }

  /** Value: tag = 1, simple_value = 2, image = 4, histo = 5, tensor = 8, metadata = 9. */
  private readValue(bytes: Buffer, from: number, to: number): void {
    const { value, tags } = this;
    let tag: Tag | undefined;
    let kind = 0;
    let scalar = Number.NaN;
    let at = 0;
    let end = 0;
    value.open(bytes, from, to);
    while (value.next()) {
      if (value.field === 1) tag = tags.find(bytes, value.valueStart, value.valueEnd);
      else if (value.field === 2) {
        kind = 2;
        scalar = value.float();
      } else if (value.field === 4 || value.field === 5 || value.field === 8) {
        kind = value.field;
        at = value.valueStart;
        end = value.valueEnd;
      } else if (value.field === 9 && tag) this.readMetadata(tag, bytes, value.valueStart, value.valueEnd);
    }
    if (!tag) return;
    if (kind === 2) this.builder.push(tags.columnOf(tag), this.step, this.wallTimeMs, scalar);
    else if (kind === 8) this.readTensorValue(tag, bytes, at, end);
    else if (kind === 5) this.pushQuantiles(tag, readOldHistogram(bytes, at, end));
    else if (kind === 4) this.readImage(tag, bytes, at, end);
  }

  /** SummaryMetadata: plugin_data = 1 {plugin_name = 1, content = 2}. */
  private readMetadata(tag: Tag, bytes: Buffer, from: number, to: number): void {
    if (tag.plugin !== undefined && tag.plugin !== "hparams") return;
    const metadata = new WireReader().open(bytes, from, to);
    while (metadata.next()) {
      if (metadata.field !== 1) continue;
      const plugin = new WireReader().open(bytes, metadata.valueStart, metadata.valueEnd);
      while (plugin.next()) {
        if (plugin.field === 1) tag.plugin = plugin.text();
        if (plugin.field === 2 && tag.plugin === "hparams") this.readHparams(plugin.view());
      }
    }
  }

  private readHparams(content: Buffer): void {
    const { hparams, status } = readSession(content);
    if (hparams) this.builder.about = { ...this.builder.about, ...aboutRun({ config: hparams }) };
    if (status === 2)
      this.builder.outcome = {
        status: "crashed",
        message: "Ended as a failure, as its hparams session says",
      };
  }

  private readTensorValue(tag: Tag, bytes: Buffer, from: number, to: number): void {
    if (tag.plugin === "hparams") return;
    const tensor = readTensor(bytes, from, to);
    if (!tensor) {
      this.builder.leaveOut(`tensors that are no numbers (the first: ${JSON.stringify(tag.name)})`);
      return;
    }
    if (tensor.strings.length > 0) {
      this.readStrings(tag, tensor);
      return;
    }
    const [rows, columns] = tensor.shape;
    if (tensor.numbers.length === 1 && (tensor.shape.length === 0 || tag.plugin === "scalars"))
      this.builder.push(this.tags.columnOf(tag), this.step, this.wallTimeMs, tensor.numbers[0]!);
    else if (tensor.shape.length === 2 && columns === 3 && (tag.plugin ?? "histograms") === "histograms") {
      if ((rows ?? 0) > 0) this.pushQuantiles(tag, tensor.numbers);
    } else
      this.builder.leaveOut(
        `tensors that are neither a scalar nor a histogram (the first: ${JSON.stringify(tag.name)})`,
      );
  }

  /** Images come as [width, height, bytes...], text as lines. */
  private readStrings(tag: Tag, { strings }: Tensor): void {
    if (tag.plugin === "images")
      for (const [index, image] of strings.slice(2).entries())
        this.builder.image(
          index === 0 ? tag.name : `${tag.name}/${index}`,
          this.step,
          this.wallTimeMs,
          image,
        );
    else if (tag.plugin === "text" || tag.plugin === undefined)
      for (const text of strings)
        this.builder.line(`${tag.name} (step ${this.step}): ${text.toString("utf8")}`, this.wallTimeMs);
    else
      this.builder.leaveOut(`texts of other plugins (the first: ${tag.plugin}, ${JSON.stringify(tag.name)})`);
  }

  /** Image: encoded_image_string = 4. */
  private readImage(tag: Tag, bytes: Buffer, from: number, to: number): void {
    const { inner } = this;
    inner.open(bytes, from, to);
    while (inner.next())
      if (inner.field === 4) this.builder.image(tag.name, this.step, this.wallTimeMs, inner.view());
  }

  private pushQuantiles(tag: Tag, buckets: Buckets): void {
    for (const quantile of histogramQuantiles) {
      const column = this.builder.column(quantileName(tag.name, quantile));
      this.builder.push(column, this.step, this.wallTimeMs, bucketQuantile(buckets, quantile));
    }
  }

  /** LogMessage: level = 1 (20 info, 30 warning, 40 error), message = 2. */
  private readLogMessage(bytes: Buffer, from: number, to: number): void {
    const { inner } = this;
    let level = 20;
    let text = "";
    inner.open(bytes, from, to);
    while (inner.next()) {
      if (inner.field === 1) level = inner.int();
      if (inner.field === 2) text = inner.text();
    }
    this.builder.line(text, this.wallTimeMs, level >= 40 ? "error" : level >= 30 ? "warning" : "info");
  }

  /** SessionLog: status = 1. A start after the first says that steps from here on are recorded anew. */
  private readSessionLog(bytes: Buffer, from: number, to: number): void {
    const { inner } = this;
    inner.open(bytes, from, to);
    while (inner.next())
      if (inner.field === 1 && inner.int() === sessionStart) this.builder.restartAll(this.step);
  }
}
