"""The C library of mentorsync, as a Python class: documents are dicts, failures are EngineError."""
import ctypes
import json

ABI_VERSION = 1
_LOG_LEVELS = {0: 10, 1: 20, 2: 30, 3: 40}  # to those of `logging`
_CURL_IS_READY = 1  # of the kind "host" nothing is ever sent


class EngineError(Exception):
    "A call failed: `code` is the name of what happened, the message one line for people."

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class _Text(ctypes.Structure):
    _fields_ = [('data', ctypes.c_char_p), ('size', ctypes.c_size_t)]


class _Buffer(ctypes.Structure):
    _fields_ = [('data', ctypes.c_void_p), ('size', ctypes.c_size_t)]


class _Error(ctypes.Structure):
    _fields_ = [
        ('struct_size', ctypes.c_size_t), ('code', ctypes.c_int32),
        ('message', ctypes.c_char * 1012)]


_LogCallback = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.c_int32, ctypes.c_void_p, ctypes.c_size_t)


class _Options(ctypes.Structure):
    _fields_ = [
        ('struct_size', ctypes.c_size_t),
        ('settings', _Text), ('settings_path', _Text), ('mapping', _Text), ('portal', _Text),
        ('flags', ctypes.c_uint32),
        ('log', _LogCallback), ('log_data', ctypes.c_void_p),
        ('now', ctypes.c_void_p), ('elapsed', ctypes.c_void_p), ('wait', ctypes.c_void_p),
        ('clock_data', ctypes.c_void_p),
        ('exchange', ctypes.c_void_p), ('exchange_data', ctypes.c_void_p),
        ('cancelled', ctypes.c_void_p), ('cancelled_data', ctypes.c_void_p),
        ]


def _text(text):
    data = text.encode()
    return _Text(data, len(data))


def load(path):
    "The library at `path`, or of this name where the system looks for libraries."
    library = ctypes.CDLL(path)
    library.mentorsync_abi_version.restype = ctypes.c_uint32
    if library.mentorsync_abi_version() != ABI_VERSION:
        raise OSError("%s has another interface than this module was written for" % path)
    library.mentorsync_code_name.restype = ctypes.c_char_p
    library.mentorsync_code_name.argtypes = [ctypes.c_int32]
    library.mentorsync_options_init.argtypes = [ctypes.POINTER(_Options), ctypes.c_size_t]
    library.mentorsync_options_init.restype = None
    library.mentorsync_buffer_free.argtypes = [ctypes.POINTER(_Buffer)]
    library.mentorsync_buffer_free.restype = None
    error, buffer = ctypes.POINTER(_Error), ctypes.POINTER(_Buffer)
    for name, arguments in {
            'open': [ctypes.POINTER(_Options), ctypes.POINTER(ctypes.c_void_p)],
            'close': [ctypes.c_void_p],
            'set_schema': [ctypes.c_void_p, _Text],
            'put_records': [ctypes.c_void_p, _Text],
            'plan': [ctypes.c_void_p, buffer],
            'cycle': [ctypes.c_void_p, _Text, buffer],
            'relationships': [ctypes.c_void_p, buffer],
            'take': [ctypes.c_void_p, ctypes.c_uint32, buffer],
            'settle': [ctypes.c_void_p, _Text, buffer],
            }.items():
        function = getattr(library, 'mentorsync_' + name)
        function.argtypes = arguments + [error]
        function.restype = ctypes.c_int32
    return library


class Engine:
    """An engine for one portal, to be used in a `with` statement, by one thread at a time.

    `log(level, line)` gets the library's log, with the levels of `logging`.
    """

    def __init__(self, library, settings, log):
        self._library = library
        self._log = _LogCallback(  # must live as long as the engine
            lambda _, level, line, size: log(
                _LOG_LEVELS.get(level, 40), ctypes.string_at(line, size).decode()))
        self._settings = settings
        self._handle = ctypes.c_void_p()

    def __enter__(self):
        options = _Options()
        self._library.mentorsync_options_init(ctypes.byref(options), ctypes.sizeof(options))
        options.settings = _text(json.dumps(self._settings))
        options.flags = _CURL_IS_READY
        options.log = self._log
        self._call('open', ctypes.byref(options), ctypes.byref(self._handle), engine=False)
        return self

    def __exit__(self, *failure):
        self._call('close')

    def set_schema(self, document):
        self._call('set_schema', _text(json.dumps(document)))

    def put_records(self, document):
        self._call('put_records', _text(json.dumps(document)))

    def plan(self):
        return self._document('plan')

    def cycle(self, acceptance):
        return self._document('cycle', _text(acceptance))

    def relationships(self):
        return self._document('relationships')

    def take(self, limit):
        return self._document('take', limit)

    def settle(self, document):
        return self._document('settle', _text(json.dumps(document)))

    def _document(self, name, *arguments):
        buffer = _Buffer()
        try:
            self._call(name, *arguments, ctypes.byref(buffer))
            return json.loads(ctypes.string_at(buffer.data, buffer.size))
        finally:
            self._library.mentorsync_buffer_free(ctypes.byref(buffer))

    def _call(self, name, *arguments, engine=True):
        error = _Error(struct_size=ctypes.sizeof(_Error))
        if engine:
            arguments = (self._handle,) + arguments
        code = getattr(self._library, 'mentorsync_' + name)(*arguments, ctypes.byref(error))
        if code != 0:
            raise EngineError(
                self._library.mentorsync_code_name(code).decode(),
                error.message.decode(errors='replace'))
