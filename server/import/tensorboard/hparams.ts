import { messageFields } from "../protobuf/fields";
import { WireReader } from "../protobuf/wire";

/** What the hparams plugin says of a session (tensorboard/plugins/hparams/plugin_data.proto). */
export interface Session {
  hparams?: Record<string, unknown>;
  /** 1 success, 2 failure, 3 running. */
  status?: number;
}

/** HParamsPluginData: session_start_info = 3 {hparams = 1, a map}, session_end_info = 4 {status = 1}. */
export function readSession(bytes: Buffer): Session {
  const session: Session = {};
  for (const [field, data] of messageFields(bytes)) {
    if (field === 3)
      session.hparams = Object.fromEntries(
        messageFields(data)
          .filter(([inner]) => inner === 1)
          .map(([, entry]) => readEntry(entry)),
      );
    if (field === 4) {
      const reader = new WireReader().open(data, 0, data.length);
      while (reader.next()) if (reader.field === 1) session.status = reader.int();
    }
  }
  return session;
}

/** An entry of a map: key = 1, value = 2. */
function readEntry(entry: Buffer): [string, unknown] {
  let key = "";
  let value: unknown = null;
  for (const [field, data] of messageFields(entry)) {
    if (field === 1) key = data.toString("utf8");
    if (field === 2) value = readValue(data);
  }
  return [key, value];
}

/** google.protobuf.Value: number = 2, string = 3, bool = 4, struct = 5 {fields = 1}, list = 6 {values = 1}. */
function readValue(bytes: Buffer): unknown {
  const reader = new WireReader().open(bytes, 0, bytes.length);
  while (reader.next()) {
    if (reader.field === 2) return reader.double();
    if (reader.field === 3) return reader.text();
    if (reader.field === 4) return reader.int() !== 0;
    if (reader.field === 5)
      return Object.fromEntries(messageFields(reader.view()).map(([, entry]) => readEntry(entry)));
    if (reader.field === 6) return messageFields(reader.view()).map(([, value]) => readValue(value));
  }
  return null;
}
