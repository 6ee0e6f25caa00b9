"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ThemeChoice } from "../../theme/theme";
import { useTheme } from "../../theme/theme-provider";
import { useTRPC } from "../../trpc/client";
import { useNotificationPermission } from "../frame/use-notification-permission";
import { Button } from "../ui/button";
import { Copyable } from "../ui/copyable";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { Segmented } from "../ui/segmented";
import { Skeleton } from "../ui/skeleton";
import { AlertRules } from "./alert-rules";
import { KeptThresholdsSetting } from "./kept-thresholds";
import { RetentionSetting } from "./retention-setting";
import { Section } from "./section";
import { WebhookSetting } from "./webhook-setting";

/** What alerts, where alerts go, how the pages look, and where things are. */
export function SettingsView() {
  const trpc = useTRPC();
  const { data: settings, error, refetch } = useQuery(trpc.settings.get.queryOptions());
  return (
    <div className="mx-auto flex max-w-[860px] flex-col gap-8 p-4 md:p-6">
      <PageHeader title="Settings" />
      {error && (
        <Notice tone="error" action={<Button onClick={() => void refetch()}>Read again</Button>}>
          The settings could not be read. {error.message}
        </Notice>
      )}
      {settings ? (
        <>
          <AlertRules settings={settings} />
          <Section title="Webhook" note="Alerts are posted there as JSON, and again until they arrive.">
            <WebhookSetting settings={settings} />
          </Section>
        </>
      ) : (
        !error && <Skeleton className="h-96" label="Reading the settings" />
      )}
      <KeptThresholdsSetting />
      <RetentionSetting />
      <BrowserNotifications />
      <Appearance />
      <Machine />
    </div>
  );
}

function BrowserNotifications() {
  const { permission, askPermission } = useNotificationPermission();
  return (
    <Section
      title="Browser notifications"
      note="While a page of Gradiometer is open in this browser, alerts also appear as notifications."
    >
      <div className="flex min-h-8 items-center gap-3">
        {permission === "granted" && <span>On in this browser. Its site settings switch them off.</span>}
        {permission === "denied" && (
          <span className="text-warning">
            Blocked in this browser. Allow notifications for this address in its site settings, then reload.
          </span>
        )}
        {permission === "default" && <Button onClick={askPermission}>Allow notifications</Button>}
        {permission === "unsupported" && (
          <span className="text-muted">
            Not available here: browsers offer notifications on this machine's own address or over HTTPS.
          </span>
        )}
      </div>
    </Section>
  );
}

const themes: readonly { value: ThemeChoice; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

function Appearance() {
  const { choice, choose } = useTheme();
  return (
    <Section title="Appearance">
      <div>
        <Segmented label="Theme" value={choice} onChange={choose} options={themes} />
      </div>
    </Section>
  );
}

function Machine() {
  const trpc = useTRPC();
  const { data: state, error } = useQuery(trpc.server.state.queryOptions());
  return (
    <Section title="This machine">
      {error && <Notice tone="error">The state of the server could not be read. {error.message}</Notice>}
      {state && (
        <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-[160px_minmax(0,1fr)]">
          <Fact
            term="Data"
            note="Database, samples and logs. GRADIOMETER_HOME moves it; gradiometer backup copies it, while runs go on."
          >
            <Copyable text={state.home} label="path" />
          </Fact>
          <Fact term="Backend" note={state.backend.reason}>
            <span className="font-mono text-13">{state.backend.name}</span>
          </Fact>
          <Fact
            term="Change the backend"
            note="node is TensorFlow on the CPU, gpu on an NVIDIA GPU. Runs started after it use it; the arms of one experiment always share one."
          >
            <Copyable
              block
              text="gradiometer backend install node"
              label="command"
              className="max-w-[520px]"
            />
          </Fact>
          <Fact term="Training at once" note="One trainer a core; gradiometer start --slots changes it.">
            {state.slots}
          </Fact>
          <Fact term="Version">{state.version}</Fact>
        </dl>
      )}
    </Section>
  );
}

function Fact({ term, note, children }: { term: string; note?: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 max-sm:-mt-3">
        {children}
        {note && <p className="mt-0.5 text-13 text-muted">{note}</p>}
      </dd>
    </>
  );
}
