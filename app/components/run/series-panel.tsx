"use client";

import { RotateCcw } from "lucide-react";
import { useState } from "react";
import type { RunDetail } from "../../../db/contract/read-models";
import { plural } from "../../format/number";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { lacksSentence, roleOf, takesPart } from "./series-meaning";
import { type SeriesMeaning, useRoles } from "./use-roles";

/** So many series are looked through by eye. */
const FEW = 12;

/** What detectors take each series of the run for; whoever knows better says so, and the run is judged anew. */
export function SeriesPanel({ run }: { run: RunDetail }) {
  const { data, error, give, isPending } = useRoles(run.id);
  const [search, setSearch] = useState("");
  if (error) return <Notice tone="error">What the series mean could not be read. {error.message}</Notice>;
  if (!data) return <Skeleton className="h-64" label="Reading what the series mean" />;
  if (data.series.length === 0)
    return <p className="text-muted">What the run logs appears here, with what detectors take it for.</p>;
  const shown = data.series.filter(({ series }) => series.toLowerCase().includes(search.toLowerCase()));
  const lacks = lacksSentence(data.lacks);
  return (
    <div className="flex max-w-[1100px] flex-col gap-3">
      <p className="max-w-[720px] text-13 text-muted">
        Detectors read a series by what it means, which they tell from its name. Where a name does not tell,
        say it here: it stays with the run, which is judged anew.
      </p>
      {lacks && <Notice tone="warning">{lacks}</Notice>}
      {data.series.length > FEW && (
        <div className="flex items-center gap-3">
          <input
            type="search"
            className="field w-64 max-w-full"
            placeholder="Find a series"
            aria-label="Find a series"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <span className="text-13 text-muted figures">{plural(shown.length, "series", "series")}</span>
        </div>
      )}
      <ul aria-label="Series and what they mean">
        {shown.map((one) => (
          <Meaning
            key={one.series}
            meaning={one}
            roles={data.roles}
            disabled={isPending}
            onGive={(role) => give(one.series, role)}
          />
        ))}
      </ul>
    </div>
  );
}

function Meaning({
  meaning,
  roles,
  disabled,
  onGive,
}: {
  meaning: SeriesMeaning;
  roles: readonly string[];
  disabled: boolean;
  onGive: (role: string | null) => void;
}) {
  const { series, role, network, part, by } = meaning;
  return (
    <li className="grid items-center gap-x-3 gap-y-1 border-b py-2 md:grid-cols-[minmax(0,1fr)_190px_120px_130px_minmax(0,1fr)]">
      <span className="font-mono text-13 break-words">{series}</span>
      <select
        className="field w-full text-13"
        aria-label={`What ${series} means`}
        value={role}
        disabled={disabled}
        onChange={(event) => onGive(roleOf(meaning, { role: event.target.value }))}
      >
        {roles.map((name) => (
          <option key={name} value={name}>
            {name === "none" ? "not read" : name.replaceAll("-", " ")}
          </option>
        ))}
      </select>
      <Words
        label={`Network that ${series} is about`}
        placeholder="whole run"
        value={network}
        hidden={role === "none"}
        onSave={(text) => onGive(roleOf(meaning, { network: text }))}
      />
      <Words
        label={`Part that ${series} is about`}
        placeholder={role === "layer-gradient-norm" ? "layer" : "real or fake"}
        value={part}
        hidden={!takesPart(meaning)}
        onSave={(text) => onGive(roleOf(meaning, { part: text }))}
      />
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-12 text-muted">
        <Said meaning={meaning} />
        {by.says === "person" && (
          <Button
            size="small-icon"
            variant="quiet"
            disabled={disabled}
            aria-label={`Take ${series} for what its name says`}
            title="What its name says"
            onClick={() => onGive(null)}
          >
            <RotateCcw size={13} aria-hidden />
          </Button>
        )}
      </span>
    </li>
  );
}

function Said({ meaning: { by, unheardFor } }: { meaning: SeriesMeaning }) {
  return (
    <span>
      {by.says === "person" ? (
        <>
          said by <span className="text-text">{by.author}</span>, <RelativeTime timeMs={by.setAt} />
        </>
      ) : (
        `by its ${by.says}`
      )}
      {unheardFor !== null && (
        <>
          {" "}
          · not read: <code className="font-mono">{unheardFor}</code> was logged first
        </>
      )}
    </span>
  );
}

/** A word that holds once its field is left. */
function Words({
  label,
  placeholder,
  value,
  hidden,
  onSave,
}: {
  label: string;
  placeholder: string;
  value: string;
  hidden: boolean;
  onSave: (text: string) => void;
}) {
  if (hidden) return <span className="max-md:hidden" />;
  return (
    <input
      key={value}
      type="text"
      className="field w-full text-13"
      aria-label={label}
      placeholder={placeholder}
      defaultValue={value}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      onBlur={(event) =>
        event.currentTarget.value.trim() !== value && onSave(event.currentTarget.value.trim())
      }
    />
  );
}
