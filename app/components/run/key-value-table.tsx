import type { KeyValue } from "./flatten-config";

export function KeyValueTable({ rows }: { rows: readonly KeyValue[] }) {
  return (
    <table className="w-full text-13">
      <tbody>
        {rows.map(([key, value]) => (
          <tr key={key} className="border-b">
            <th scope="row" className="w-[45%] py-1.5 pr-4 text-left align-top font-normal text-muted">
              {key}
            </th>
            <td className="py-1.5 font-mono break-words figures">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
