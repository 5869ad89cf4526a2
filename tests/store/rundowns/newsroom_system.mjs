/**
 * A newsroom system made of @mos-connection/connector, driven by lines of JSON on standard input:
 * `{do, now, …}` → `{done}` or `{failed}`; `now` are its stories from then on. Asked by the other end, it gives its one running order, whatever the name.
 */
import { createInterface } from "node:readline";
import connector from "@mos-connection/connector";
import model from "@mos-connection/model";

const [ports, theirs] = JSON.parse(process.argv[2]);
const { mosString128, mosTime, mosDuration } = model.getMosTypes(true);
const text = (value) => mosString128.create(value);
const asked = [];
const known = new Map();
let stories = [];

const connection = new connector.MosConnection({
  mosID: "NEWS.STATION.NCS",
  acceptsConnections: true,
  profiles: { 0: true, 1: true, 2: true, 4: true },
  ports: { lower: ports[0], upper: ports[1], query: ports[2] },
});
connection.on("error", (error) => asked.push(`error ${error}`));
connection.on("warning", (warning) => asked.push(`warning ${warning}`));

const story = ({ id, slug, seconds }) => ({
  ID: text(id),
  Slug: text(slug),
  Items: [],
  MosExternalMetaData: [{ MosScope: model.IMOSScope.PLAYLIST, MosSchema: "https://station.example/timing", MosPayload: { StoryDuration: seconds } }],
});
const order = () => ({
  ID: text("RO1"),
  Slug: text("Midday Monday"),
  EditorialStart: mosTime.create("2026-03-02T03:00:00Z"),
  EditorialDuration: mosDuration.create("02:00:00"),
  Stories: stories.map(story),
});
const at = (storyID) => ({ RunningOrderID: text("RO1"), StoryID: text(storyID) });
const status = ({ ID, Status }) => `${mosString128.stringify(ID)} ${mosString128.stringify(Status)}`;

await connection.init();
const device = await connection.connect({
  primary: { id: "airwire.station.mos", host: "127.0.0.1", ports: { lower: theirs[0], upper: theirs[1], query: 1 }, dontUseQueryPort: true, timeout: 5000 },
});
device.onRequestAllRunningOrders(async () => (asked.push("roReqAll"), [order()]));
device.onRequestRunningOrder(async () => (asked.push("roReq"), order()));

const acts = {
  connected: async () => device.getConnectionStatus().PrimaryConnected,
  machine: async () => mosString128.stringify((await device.requestMachineInfo()).manufacturer),
  create: async () => status(await device.sendCreateRunningOrder(order())),
  silently: async () => {},
  insert: async (said) => status(await device.sendROInsertStories(at(said.before), said.stories.map(story))),
  move: async (said) => status(await device.sendROMoveStories(at(said.before), said.ids.map(text))),
  swap: async (said) => status(await device.sendROSwapStories({ RunningOrderID: text("RO1") }, text(said.ids[0]), text(said.ids[1]))),
  remove: async (said) => status(await device.sendRODeleteStories({ RunningOrderID: text(said.order ?? "RO1") }, said.ids.map(text))),
  ready: async () => status(await device.sendReadyToAir({ ID: text("RO1"), Status: model.IMOSObjectAirStatus.READY })),
  play: async (said) =>
    status(await device.sendStoryStatus({ RunningOrderId: text("RO1"), ID: text(said.id), Status: model.IMOSObjectStatus.PLAY, Time: mosTime.create("2026-03-02T04:00:00Z") })),
  script: async (said) =>
    status(
      await device.sendRunningOrderStory({
        RunningOrderId: text("RO1"),
        ID: text(said.id),
        Slug: text(said.slug),
        Body: [{ Type: "p", Content: said.text }],
      }),
    ),
  list: async () => {
    const there = await device.sendRequestRunningOrder(text("RO1"));
    return there?.Stories.map((one) => mosString128.stringify(one.ID));
  },
  all: async () => (await device.sendRequestAllRunningOrders()).map((one) => mosString128.stringify(one.ID)),
  delete: async () => status(await device.sendDeleteRunningOrder(text("RO1"))),
  asked: async () => asked,
};

for await (const line of createInterface({ input: process.stdin })) {
  const said = JSON.parse(line);
  for (const one of said.stories ?? []) known.set(one.id, one);
  if (said.now) stories = said.now.map((id) => known.get(id));
  try {
    console.log(JSON.stringify({ done: (await acts[said.do](said)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ failed: error instanceof Error ? error.message : String(error) }));
  }
}
await connection.dispose();
process.exit(0);
