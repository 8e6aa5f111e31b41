// Runs the steps of the conformance suite through Node.js and koffi, and prints what came of each.
//
// usage: node host.mjs LIBRARY INPUTS STEPS      in an empty working directory

import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import koffi from "koffi";

const [library, inputs, steps] = process.argv.slice(2);
const ms = koffi.load(library);

const Text = koffi.struct("mentorsync_text", { data: "const uint8_t*", size: "size_t" });
const Buffer_ = koffi.struct("mentorsync_buffer", { data: "void*", size: "size_t" });
const Error_ = koffi.struct("mentorsync_error", {
  struct_size: "size_t", code: "int32_t", message: koffi.array("uint8_t", 1012),
});
const Request = koffi.struct("mentorsync_request", {
  struct_size: "size_t", method: Text, base_url: Text, target: Text, bearer: Text, body: Text,
  content_type: Text, request_class: "int32_t",
});
const Now = koffi.proto("int64_t mentorsync_now_callback(void* data)");
const Elapsed = koffi.proto("int64_t mentorsync_elapsed_callback(void* data)");
const Wait = koffi.proto("void mentorsync_wait_callback(void* data, int64_t milliseconds)");
const Cancelled = koffi.proto("int32_t mentorsync_cancelled_callback(void* data)");
const Exchange = koffi.proto("int32_t mentorsync_exchange_callback(void* data, const mentorsync_request* request, void* response)");
const Options = koffi.struct("mentorsync_options", {
  struct_size: "size_t", settings: Text, settings_path: Text, mapping: Text, portal: Text,
  flags: "uint32_t", log: "void*", log_data: "void*", now: koffi.pointer(Now),
  elapsed: koffi.pointer(Elapsed), wait: koffi.pointer(Wait), clock_data: "void*",
  exchange: koffi.pointer(Exchange), exchange_data: "void*", cancelled: koffi.pointer(Cancelled),
  cancelled_data: "void*",
});

const ERROR = "_Inout_ mentorsync_error*";
const OUT = "_Out_ mentorsync_buffer*";
const declare = (name, ...types) => ms.func(`mentorsync_${name}`, "int32_t", types);
const api = {
  abiVersion: ms.func("uint32_t mentorsync_abi_version()"),
  version: ms.func("const char* mentorsync_version()"),
  codeName: ms.func("const char* mentorsync_code_name(int32_t code)"),
  exitCode: ms.func("int32_t mentorsync_exit_code(int32_t code)"),
  free: ms.func("void mentorsync_buffer_free(_Inout_ mentorsync_buffer* buffer)"),
  check: declare("check", "const mentorsync_options*", Text, OUT, ERROR),
  open: declare("open", "const mentorsync_options*", "_Out_ void**", ERROR),
  responseSet: declare("response_set", "void*", "int32_t", Text, Text),
  cycle: declare("cycle", "void*", Text, OUT, ERROR),
  take: declare("take", "void*", "uint32_t", OUT, ERROR),
  settle: declare("settle", "void*", Text, OUT, ERROR),
  explain: declare("explain", "void*", Text, Text, OUT, ERROR),
};
for (const name of ["plan", "status", "relationships", "tasks", "progress", "notes"]) {
  api[name] = declare(name, "void*", OUT, ERROR);
}
for (const name of ["close", "start", "stop", "discard_records"]) {
  api[name] = declare(name, "void*", ERROR);
}
for (const name of ["set_schema", "put_records", "retry_note"]) {
  api[name] = declare(name, "void*", Text, ERROR);
}

let engine = null;
let now = 0;
let cancels = 0;
let reenters = false;
let answer = [0, Buffer.alloc(0)];

const print = (line) => {
  const bytes = Buffer.concat([Buffer.from(line), Buffer.from("\n")]);
  for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at);
};
const read = (name) => readFileSync(join(inputs, name));
const textOf = (bytes) => ({ data: bytes.length > 0 ? bytes : null, size: bytes.length });
const word = (text) => textOf(Buffer.from(text));
const bytesOf = (text) => Number(text.size) === 0
  ? Buffer.alloc(0) : Buffer.from(koffi.decode(text.data, koffi.array("uint8_t", Number(text.size), "Typed")));

// Makes a call, and prints its code, its line and its document.
function finish(call) {
  const error = { struct_size: koffi.sizeof(Error_), code: 0, message: new Uint8Array(1012) };
  const out = { data: null, size: 0 };
  const code = call(error, out);
  const message = Buffer.from(error.message);
  const line = message.subarray(0, message.indexOf(0)).toString();
  print(code === 0 ? api.codeName(code) : `${api.codeName(code)}: ${line}`);
  if (out.data !== null) {
    print(bytesOf(out));
    api.free(out);
  }
}

const callbacks = {
  now: koffi.register(() => {
    if (reenters) {
      reenters = false;
      finish((error, out) => api.tasks(engine, out, error));
    }
    return now;
  }, koffi.pointer(Now)),
  elapsed: koffi.register(() => now, koffi.pointer(Elapsed)),
  wait: koffi.register((_, milliseconds) => { now += Number(milliseconds); }, koffi.pointer(Wait)),
  cancelled: koffi.register(() => cancels, koffi.pointer(Cancelled)),
  exchange: koffi.register((_, pointer, response) => {
    const request = koffi.decode(pointer, Request);
    const words = [request.method, request.base_url, request.target, request.bearer, request.content_type];
    print(`request ${words.map((each) => bytesOf(each).toString()).join(" ")} ${request.request_class}`);
    if (answer[0] === 0) return 9;
    return api.responseSet(response, answer[0], word("Content-Type: application/json\r\n"), textOf(answer[1]));
  }, koffi.pointer(Exchange)),
};

function options(settings, mapping) {
  const none = { data: null, size: 0 };
  return {
    struct_size: koffi.sizeof(Options), settings: textOf(read(settings)), settings_path: none,
    mapping: textOf(read(mapping)), portal: none, flags: 0, log: null, log_data: null,
    ...callbacks, clock_data: null, exchange_data: null, cancelled_data: null,
  };
}

function printVersion() {
  print(`${api.abiVersion()} ${api.version()}`);
  for (let code = -1; code < 22; ++code) print(`${code} ${api.codeName(code)} ${api.exitCode(code)}`);
}

const actions = {
  version: printVersion,
  clock: (time) => { now = Number(time); },
  cancels: (value) => { cancels = Number(value); },
  reenters: () => { reenters = true; },
  answer: (status, name) => { answer = [Number(status), name ? read(name) : Buffer.alloc(0)]; },
  check: (settings, mapping, schema) => finish((error, out) =>
    api.check(options(settings, mapping), textOf(schema ? read(schema) : Buffer.alloc(0)), out, error)),
  open: (settings, mapping) => finish((error) => {
    const handle = [null];
    const code = api.open(options(settings, mapping), handle, error);
    engine = handle[0];
    return code;
  }),
  close: () => {
    finish((error) => api.close(engine, error));
    engine = null;
  },
  settle: (name) => finish((error, out) => api.settle(engine, textOf(read(name)), out, error)),
  cycle: (hash) => finish((error, out) => api.cycle(engine, word(hash ?? ""), out, error)),
  take: (limit) => finish((error, out) => api.take(engine, Number(limit), out, error)),
  explain: (kind, id) => finish((error, out) => api.explain(engine, word(kind), word(id), out, error)),
  retry_note: (key) => finish((error) => api.retry_note(engine, word(key), error)),
};
for (const name of ["set_schema", "put_records"]) {
  actions[name] = (file) => finish((error) => api[name](engine, textOf(read(file)), error));
}
for (const name of ["plan", "status", "relationships", "tasks", "progress", "notes"]) {
  actions[name] = () => finish((error, out) => api[name](engine, out, error));
}
for (const name of ["start", "stop", "discard_records"]) {
  actions[name] = () => finish((error) => api[name](engine, error));
}

for (const line of readFileSync(steps, "utf8").split("\n")) {
  if (line === "" || line.startsWith("#")) continue;
  print(`> ${line}`);
  const [name, ...args] = line.split(" ");
  actions[name](...args);
}
