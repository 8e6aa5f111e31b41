"""Runs the steps of the conformance suite through Python's ctypes, and prints what came of each.

usage: host.py LIBRARY INPUTS STEPS      in an empty working directory
"""

import ctypes
import sys
from pathlib import Path


class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]


class Buffer(ctypes.Structure):
    _fields_ = [("data", ctypes.POINTER(ctypes.c_char)), ("size", ctypes.c_size_t)]


class Error(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_size_t), ("code", ctypes.c_int32),
                ("message", ctypes.c_char * 1012)]


class Request(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_size_t), ("method", Text), ("base_url", Text),
                ("target", Text), ("bearer", Text), ("body", Text), ("content_type", Text),
                ("request_class", ctypes.c_int32)]


VOID = ctypes.c_void_p
LOG = ctypes.CFUNCTYPE(None, VOID, ctypes.c_int32, VOID, ctypes.c_size_t)
TIME = ctypes.CFUNCTYPE(ctypes.c_int64, VOID)
WAIT = ctypes.CFUNCTYPE(None, VOID, ctypes.c_int64)
EXCHANGE = ctypes.CFUNCTYPE(ctypes.c_int32, VOID, ctypes.POINTER(Request), VOID)
CANCELLED = ctypes.CFUNCTYPE(ctypes.c_int32, VOID)


class Options(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_size_t), ("settings", Text), ("settings_path", Text),
                ("mapping", Text), ("portal", Text), ("flags", ctypes.c_uint32), ("log", LOG),
                ("log_data", VOID), ("now", TIME), ("elapsed", TIME), ("wait", WAIT),
                ("clock_data", VOID), ("exchange", EXCHANGE), ("exchange_data", VOID),
                ("cancelled", CANCELLED), ("cancelled_data", VOID)]


def text_of(data):
    return Text(data, len(data))


class Host:
    def __init__(self, library, inputs, out):
        self.ms = ctypes.CDLL(library)
        self.ms.mentorsync_version.restype = ctypes.c_char_p
        self.ms.mentorsync_code_name.restype = ctypes.c_char_p
        self.inputs, self.out = Path(inputs), out
        self.engine = VOID()
        self.now = self.cancels = self.reenters = 0
        self.answer = (0, b"")
        self.callbacks = {"now": TIME(self.on_now), "elapsed": TIME(lambda _: self.now),
                          "wait": WAIT(self.on_wait), "exchange": EXCHANGE(self.on_exchange),
                          "cancelled": CANCELLED(lambda _: self.cancels)}

    def on_now(self, _):
        if self.reenters:
            self.reenters = 0
            self.finish(lambda error, out: self.ms.mentorsync_tasks(self.engine, out, error))
        return self.now

    def on_wait(self, _, milliseconds):
        self.now += milliseconds

    def on_exchange(self, _, request, response):
        asked = request.contents
        fields = [asked.method, asked.base_url, asked.target, asked.bearer, asked.content_type]
        words = [ctypes.string_at(each.data, each.size) for each in fields]
        self.print(b"request " + b" ".join(words) + b" %d" % asked.request_class)
        status, body = self.answer
        if status == 0:
            return 9
        self.ms.mentorsync_response_set(VOID(response), status,
                                        text_of(b"Content-Type: application/json\r\n"),
                                        text_of(body))
        return 0

    def print(self, line):
        self.out.write(line + b"\n")

    def read(self, name):
        return (self.inputs / name).read_bytes()

    def options(self, settings, mapping):
        options = Options()
        self.ms.mentorsync_options_init(ctypes.byref(options), ctypes.sizeof(options))
        options.settings = text_of(self.read(settings))
        options.mapping = text_of(self.read(mapping))
        for name, callback in self.callbacks.items():
            setattr(options, name, callback)
        return options

    def finish(self, call):
        """Makes a call, and prints its code, its line and its document."""
        error, out = Error(ctypes.sizeof(Error)), Buffer()
        code = call(ctypes.byref(error), ctypes.byref(out))
        line = self.ms.mentorsync_code_name(code)
        self.print(line if code == 0 else line + b": " + error.message)
        if out.data:
            self.print(ctypes.string_at(out.data, out.size))
            self.ms.mentorsync_buffer_free(ctypes.byref(out))

    def step(self, word, *args):
        ms, engine = self.ms, self.engine
        if word == "version":
            self.print(b"%d %s" % (ms.mentorsync_abi_version(), ms.mentorsync_version()))
            for code in range(-1, 22):
                self.print(b"%d %s %d" % (code, ms.mentorsync_code_name(code),
                                          ms.mentorsync_exit_code(code)))
        elif word == "clock":
            self.now = int(args[0])
        elif word == "cancels":
            self.cancels = int(args[0])
        elif word == "reenters":
            self.reenters = 1
        elif word == "answer":
            self.answer = (int(args[0]), self.read(args[1]) if len(args) > 1 else b"")
        elif word == "check":
            schema = text_of(self.read(args[2]) if len(args) > 2 else b"")
            options = self.options(args[0], args[1])
            self.finish(lambda error, out: ms.mentorsync_check(ctypes.byref(options), schema, out,
                                                               error))
        elif word == "open":
            options = self.options(args[0], args[1])
            self.finish(lambda error, _: ms.mentorsync_open(ctypes.byref(options),
                                                            ctypes.byref(self.engine), error))
        elif word == "close":
            self.finish(lambda error, _: ms.mentorsync_close(engine, error))
            self.engine = VOID()
        elif word in ("set_schema", "put_records"):
            document = self.read(args[0])
            call = getattr(ms, "mentorsync_" + word)
            self.finish(lambda error, _: call(engine, text_of(document), error))
        elif word in ("start", "stop", "discard_records"):
            call = getattr(ms, "mentorsync_" + word)
            self.finish(lambda error, _: call(engine, error))
        elif word == "retry_note":
            self.finish(lambda error, _: ms.mentorsync_retry_note(
                engine, text_of(args[0].encode()), error))
        elif word == "cycle":
            acceptance = args[0].encode() if args else b""
            self.finish(lambda error, out: ms.mentorsync_cycle(engine, text_of(acceptance), out,
                                                               error))
        elif word == "take":
            limit = ctypes.c_uint32(int(args[0]))
            self.finish(lambda error, out: ms.mentorsync_take(engine, limit, out, error))
        elif word == "settle":
            document = self.read(args[0])
            self.finish(lambda error, out: ms.mentorsync_settle(engine, text_of(document), out,
                                                                error))
        elif word == "explain":
            kind, record = (text_of(arg.encode()) for arg in args)
            self.finish(lambda error, out: ms.mentorsync_explain(engine, kind, record, out, error))
        elif word in ("plan", "status", "relationships", "tasks", "progress", "notes"):
            call = getattr(ms, "mentorsync_" + word)
            self.finish(lambda error, out: call(engine, out, error))
        else:
            sys.exit("no such step: " + word)


def main():
    library, inputs, steps = sys.argv[1:]
    host = Host(library, inputs, sys.stdout.buffer)
    for line in Path(steps).read_text(encoding="utf-8").splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        host.print(b"> " + line.encode())
        host.step(*words)


main()
