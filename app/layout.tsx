import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppFrame } from "./components/frame/app-frame";
import { palettes } from "./format/palette";
import { Providers } from "./providers";
import { parseThemeChoice, themeCookie } from "./theme/theme";
import { Prefetched } from "./trpc/server";
import "./globals.css";

/** Each response carries its own CSP nonce, which only a page rendered for the request can repeat. */
export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { default: "Gradiometer", template: "%s · Gradiometer" },
  description: "See when training breaks, know why, and prove what fixes it.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: palettes.light.page },
    { media: "(prefers-color-scheme: dark)", color: palettes.dark.page },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const choice = parseThemeChoice((await cookies()).get(themeCookie)?.value);
  return (
    // The theme's script-free half: the attribute is there before the first paint.
    <html lang="en" data-theme={choice === "system" ? undefined : choice} suppressHydrationWarning>
      <body>
        <Providers themeChoice={choice}>
          <Prefetched
            reads={(trpc, queryClient) => [queryClient.fetchQuery(trpc.server.state.queryOptions())]}
          >
            <AppFrame>{children}</AppFrame>
          </Prefetched>
        </Providers>
      </body>
    </html>
  );
}
