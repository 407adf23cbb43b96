// Starts emulate's Slack on a free port and prints its address. It has a dispatcher for signed events, but no setting
// that says where to send them: the subscription is added here, through the plugin that the package itself loads.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const { seed, events, home } = JSON.parse(process.argv[2]);
const name = readdirSync(home).find(file => file.endsWith(".js") && /^\s*slackPlugin\s*[,}]/m.test(readFileSync(join(home, file), "utf8")));
const { slackPlugin } = await import(join(home, name));
const register = slackPlugin.register;
slackPlugin.register = (app, store, webhooks, ...rest) => {
  webhooks.register({ url: events, events: ["*"], active: true, owner: "slack" });
  return register(app, store, webhooks, ...rest);
};

const { createEmulator } = await import(join(home, "api.js"));
const emulator = await createEmulator({ service: "slack", port: 0, seed });
console.log(JSON.stringify({ url: emulator.url }));
