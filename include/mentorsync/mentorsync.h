/*
 * mentorsync.h: mentoring in any process, through one small C interface (C99).
 *
 * An engine serves one portal of one configuration: the same settings and mapping files that the
 * commands `mentorsync` and `mentorsyncd` read. Of a portal of the kind "hubspot" it pulls by
 * itself. Of one of the kind "host" the records are handed in, and what is to be told is taken out:
 *
 *     mentorsync_options_init, mentorsync_open
 *     mentorsync_set_schema            what your CRM can name
 *     mentorsync_put_records           as often as it takes
 *     mentorsync_plan                  what would be done, and the hash that accepts it
 *     mentorsync_cycle                 decides and stores
 *     mentorsync_take                  notes, property values and learning tasks to write
 *     mentorsync_settle                what became of them
 *     mentorsync_close
 *
 * Documents are JSON in UTF-8, on one line, and begin with "schema": "mentorsync.NAME/1". Their
 * forms are in docs/embedding.md; a document of the same name is what the command prints with
 * --json. Within a number, members are only ever added. Times are UTC, "2026-11-23T08:00:00Z".
 *
 * Results. Every function that can fail returns a code, 0 for success, and describes the failure in
 * `error`, which is the caller's own and may be NULL. No exception leaves the library; it installs
 * no signal handler, writes to no standard stream, ends no process, and keeps no state outside of
 * engines but what libcurl keeps (see MENTORSYNC_CURL_IS_READY). An engine whose call has failed
 * can be used again, also after MENTORSYNC_OUT_OF_MEMORY.
 *
 * Ownership. Text that is passed in is copied before the call returns and may hold NUL characters.
 * What a function puts into a mentorsync_buffer belongs to the caller, who gives it back with
 * mentorsync_buffer_free. Names returned as `const char*` are constants of the library.
 *
 * Threads. An engine may be used from any thread, by one at a time: a call that finds another one
 * under way returns MENTORSYNC_BUSY and does nothing. Only mentorsync_cancel may be called at any
 * time while the engine is open. Different engines are independent of each other. Between
 * mentorsync_start and mentorsync_stop the engine has a thread of its own, and callbacks come from
 * there as well, possibly two at a time.
 *
 * Callbacks. They are called in the thread of the call that needs them, and may not call any
 * function with the same engine but mentorsync_cancel: that returns MENTORSYNC_BUSY. They must
 * return, and must not let an exception out; the library stops one of C++, and the call then fails
 * with MENTORSYNC_INTERNAL, but other languages have to see to it themselves. Whatever `user_data`
 * points at must live until the engine is closed.
 *
 * Processes. An engine belongs to the process that opened it. In a child of fork() every function
 * that is given it returns MENTORSYNC_INVALID_ARGUMENT and does nothing, mentorsync_close included;
 * a child opens its own. Fork before the first engine is opened, or exec at once. One engine,
 * command or daemon at a time changes a store, in whatever process: meanwhile another one fails
 * with MENTORSYNC_STORE_LOCKED. An engine holds the store for the length of a call, or of its own
 * thread. Reading needs no lock.
 *
 * Compatibility. Structs begin with their size, which the caller sets, and only ever grow at their
 * end; the library reads and writes nothing beyond it, and takes what lies beyond it as zero. Codes
 * and names are never used again for something else.
 */

#ifndef MENTORSYNC_MENTORSYNC_H
#define MENTORSYNC_MENTORSYNC_H

#include <stddef.h>
#include <stdint.h>

#ifndef MENTORSYNC_API
#if defined(__GNUC__)
#define MENTORSYNC_API __attribute__((visibility("default")))
#else
#define MENTORSYNC_API
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What mentorsync_abi_version returns. It changes when a caller has to be compiled anew. */
#define MENTORSYNC_ABI_VERSION 1

/* How a call ended. mentorsync_exit_code tells how the command would have ended. */
typedef int32_t mentorsync_code;

enum {
    MENTORSYNC_OK = 0,
    MENTORSYNC_INVALID_ARGUMENT = 1, /* the caller asked for something that cannot be */
    MENTORSYNC_CONFIGURATION = 2,    /* settings, mapping or schema are wrong */
    MENTORSYNC_UNAUTHORIZED = 3,     /* the CRM refuses the credentials */
    MENTORSYNC_MISSING_SCOPE = 4,    /* the credentials lack a permission */
    MENTORSYNC_NOT_FOUND = 5,        /* the record is not, or is no longer, there */
    MENTORSYNC_KEY_TAKEN = 6,        /* a record with this unique value exists */
    MENTORSYNC_REJECTED = 7,         /* the CRM refuses this record; others may pass */
    MENTORSYNC_RATE_LIMITED = 8,     /* the CRM asks to wait */
    MENTORSYNC_UNAVAILABLE = 9,      /* the CRM cannot be reached */
    MENTORSYNC_BAD_RESPONSE = 10,    /* the CRM's answer breaks its own rules */
    MENTORSYNC_AMBIGUOUS = 11,       /* a write was sent and nobody knows what came of it */
    MENTORSYNC_CANCELLED = 12,       /* stopped on request */
    MENTORSYNC_STORE_FAILED = 13,    /* the state could not be read or written */
    MENTORSYNC_STORE_LOCKED = 14,    /* another process holds the state */
    MENTORSYNC_WRONG_PORTAL = 15,    /* the records are of another portal than the state's */
    MENTORSYNC_BRAKE_REFUSED = 16,   /* the plan is larger or newer than anybody accepted */
    MENTORSYNC_PLAN_STALE = 17,      /* what was accepted is no longer what would be done */
    MENTORSYNC_INTERNAL = 18,        /* a fault of the library or of a callback */
    MENTORSYNC_OUT_OF_MEMORY = 19,
    MENTORSYNC_BUSY = 20 /* another call is under way with this engine */
};

/* Text with its length in bytes: UTF-8, need not end with NUL. No text: {NULL, 0}. */
typedef struct mentorsync_text {
    const char* data;
    size_t size;
} mentorsync_text;

/* A document that the caller owns. A NUL follows the `size` bytes. No document: {NULL, 0}. */
typedef struct mentorsync_buffer {
    char* data;
    size_t size;
} mentorsync_buffer;

/*
 * Why a call failed. Set struct_size to sizeof(mentorsync_error), or to less or more for a shorter
 * or longer message: the message has all bytes from its beginning to struct_size. It is one line
 * of UTF-8 without secrets and personal data, ends with NUL, is cut short where it does not fit,
 * and says what to do next. After success, code is 0 and the message is empty.
 */
typedef struct mentorsync_error {
    size_t struct_size;
    mentorsync_code code;
    char message[1012];
} mentorsync_error;

typedef struct mentorsync_engine mentorsync_engine;

/* Callbacks. */

enum {
    MENTORSYNC_LOG_DEBUG = 0,
    MENTORSYNC_LOG_INFO = 1,
    MENTORSYNC_LOG_WARNING = 2,
    MENTORSYNC_LOG_ERROR = 3
};

/* One event is one line of `size` bytes, followed by NUL: ids, counts and codes, never a name, an
 * address, a body or a secret. The line lives as long as the call. */
typedef void (*mentorsync_log_callback)(void* user_data, int32_t level, const char* line,
                                        size_t size);

/* Civil time in milliseconds since 1970-01-01T00:00:00Z. May jump. */
typedef int64_t (*mentorsync_now_callback)(void* user_data);

/* Milliseconds since an arbitrary start. Never jumps back. */
typedef int64_t (*mentorsync_elapsed_callback)(void* user_data);

/* Waits `milliseconds`, which is at most 100: longer waits are many short ones, so that a cancel is
 * seen in between. May return early. */
typedef void (*mentorsync_wait_callback)(void* user_data, int64_t milliseconds);

/* Whether the call under way is to stop: 0 goes on, anything else cancels it as mentorsync_cancel
 * does. Asked between steps, several times a second while anything is being waited for. */
typedef int32_t (*mentorsync_cancelled_callback)(void* user_data);

/* What may be done with a request whose answer does not arrive. */
enum {
    MENTORSYNC_READ = 0,             /* no effect: may be repeated */
    MENTORSYNC_IDEMPOTENT_WRITE = 1, /* the effect of two is the effect of one: may be repeated */
    MENTORSYNC_CREATE = 2            /* sent once and never repeated */
};

/*
 * A request for the host's own HTTP client. Everything in it lives as long as the callback.
 *
 * A host must send method, target, bearer and body as they are, follow no redirect, and send a
 * MENTORSYNC_CREATE at most once: on a connection that was not used before, or with a client that
 * never resends by itself. Throttling and repeating is done by the library.
 */
typedef struct mentorsync_request {
    size_t struct_size;
    mentorsync_text method;   /* "GET", "POST", "PUT", "PATCH" or "DELETE" */
    mentorsync_text base_url; /* as the settings say: "https://api.hubapi.com" */
    mentorsync_text target;   /* path and query, beginning with '/' */
    mentorsync_text bearer;   /* for "Authorization: Bearer "; empty: none. A secret. */
    mentorsync_text body;     /* JSON, or a form if target is the token endpoint; may be empty */
    mentorsync_text content_type; /* of the body; empty without one */
    int32_t request_class;        /* MENTORSYNC_READ, ... */
} mentorsync_request;

typedef struct mentorsync_response mentorsync_response;

/*
 * Sends one request and, when there is an answer of whatever status, gives it to
 * mentorsync_response_set and returns MENTORSYNC_OK. Otherwise it returns
 *   MENTORSYNC_UNAVAILABLE  no answer, and the request certainly had no effect
 *   MENTORSYNC_AMBIGUOUS    no answer, and nobody knows: always right for a write
 *   MENTORSYNC_CANCELLED    not sent, because the call was cancelled
 * and every other code counts as MENTORSYNC_AMBIGUOUS for a write, as MENTORSYNC_UNAVAILABLE for a
 * read. It should give up after 30 seconds.
 */
typedef mentorsync_code (*mentorsync_exchange_callback)(void* user_data,
                                                        const mentorsync_request* request,
                                                        mentorsync_response* response);

/* Options. */

/* libcurl is initialised already, or will never be needed: curl_global_init is the host's. Without
 * this flag the library calls it, once, before the first request. */
#define MENTORSYNC_CURL_IS_READY 1u

/* What an engine is made from. Every callback may be NULL, and each has a user_data of its own. */
typedef struct mentorsync_options {
    size_t struct_size;

    /* The settings, as text. Empty: the file settings_path. Paths in the settings are relative to
     * the folder of settings_path, also when the text is given; without both, to the working
     * directory. */
    mentorsync_text settings;
    mentorsync_text settings_path;

    /* The mapping, as text. Empty: the file that the settings name. */
    mentorsync_text mapping;

    /* Which portal of the settings. Empty: the only one. */
    mentorsync_text portal;

    uint32_t flags; /* MENTORSYNC_CURL_IS_READY, or 0 */

    mentorsync_log_callback log; /* NULL: nothing is logged */
    void* log_data;

    mentorsync_now_callback now;         /* NULL: the system's clock */
    mentorsync_elapsed_callback elapsed; /* NULL: the system's clock */
    mentorsync_wait_callback wait;       /* NULL: the calling thread sleeps */
    void* clock_data;

    mentorsync_exchange_callback exchange; /* NULL: libcurl; not used by the kind "host" */
    void* exchange_data;

    mentorsync_cancelled_callback cancelled; /* NULL: only mentorsync_cancel cancels */
    void* cancelled_data;
} mentorsync_options;

/* The library. */

/* MENTORSYNC_ABI_VERSION of the library that is loaded. */
MENTORSYNC_API uint32_t mentorsync_abi_version(void);

/* Its version, "0.1.0". */
MENTORSYNC_API const char* mentorsync_version(void);

/* "ok", "invalid_argument" and so on, as the documents have it; "unknown" for any other number. */
MENTORSYNC_API const char* mentorsync_code_name(mentorsync_code code);

/* How the command `mentorsync` ends when it fails with `code`: 0 for MENTORSYNC_OK, 8 for
 * MENTORSYNC_BRAKE_REFUSED and so on; 1 for any other number. */
MENTORSYNC_API int32_t mentorsync_exit_code(mentorsync_code code);

/* Sets the first `struct_size` bytes to nothing and struct_size to it. Call it with
 * sizeof(mentorsync_options), then set what is wanted. */
MENTORSYNC_API void mentorsync_options_init(mentorsync_options* options, size_t struct_size);

/* Frees the document and empties the buffer. NULL and an empty buffer are left alone. */
MENTORSYNC_API void mentorsync_buffer_free(mentorsync_buffer* buffer);

/*
 * In the functions below that have an `out`, it may not be NULL and is overwritten. It gets the
 * document that is named; after a failure the document "mentorsync.error/1", which lists every
 * fault of a configuration, or nothing when the arguments are to blame or memory has run out.
 */

/* Reads settings and mapping, and holds the mapping against `schema`, a document
 * "mentorsync.schema/1", unless that is empty. Opens nothing: no state, no network, no key. Fails
 * with MENTORSYNC_CONFIGURATION when there are faults. out: "mentorsync.check/1". */
MENTORSYNC_API mentorsync_code mentorsync_check(const mentorsync_options* options,
                                                mentorsync_text schema, mentorsync_buffer* out,
                                                mentorsync_error* error);

/* An engine. */

/* Reads settings and mapping and makes an engine. Touches neither state nor network; what fails
 * there fails in the call that needs it. *engine is NULL after a failure. */
MENTORSYNC_API mentorsync_code mentorsync_open(const mentorsync_options* options,
                                               mentorsync_engine** engine, mentorsync_error* error);

/* Stops the engine's thread, closes its state and frees it. NULL is left alone. Fails, and frees
 * nothing, in another process than the one that opened it, and with MENTORSYNC_BUSY while another
 * call is under way. */
MENTORSYNC_API mentorsync_code mentorsync_close(mentorsync_engine* engine, mentorsync_error* error);

/* Tells the call that is under way with this engine, if any, to end with MENTORSYNC_CANCELLED, and
 * returns at once. It ends within two seconds, or with what it was about to return. Safe at any
 * time and in any thread, also in a callback; not in a signal handler. */
MENTORSYNC_API mentorsync_code mentorsync_cancel(mentorsync_engine* engine,
                                                 mentorsync_error* error);

/* What a cycle would do now. Changes nothing, anywhere. out: "mentorsync.plan/1". */
MENTORSYNC_API mentorsync_code mentorsync_plan(mentorsync_engine* engine, mentorsync_buffer* out,
                                               mentorsync_error* error);

/*
 * One cycle: pulls, or uses the records that were handed in since the last one; decides; stores it
 * durably; and, but for the kind "host", tells the CRM. `acceptance` is the hash that
 * mentorsync_plan showed, or empty. Without it, a plan that trips a brake is refused with
 * MENTORSYNC_BRAKE_REFUSED, nothing is stored, and records that were handed in stay, so that the
 * plan can be shown and accepted. Also refuses so when `acceptance` is of another plan.
 * out: "mentorsync.sync/1". Of a portal of the kind "host" at most seconds.
 */
MENTORSYNC_API mentorsync_code mentorsync_cycle(mentorsync_engine* engine,
                                                mentorsync_text acceptance, mentorsync_buffer* out,
                                                mentorsync_error* error);

/* Starts a thread that does what the daemon does for this portal: pulls, audits and delivers when
 * it is time. Not of the kind "host". Holds the state until mentorsync_stop; plan, cycle and
 * explain fail with MENTORSYNC_BUSY until then, the calls that read the state do not. */
MENTORSYNC_API mentorsync_code mentorsync_start(mentorsync_engine* engine, mentorsync_error* error);

/* Ends that thread, within five seconds or as soon as an exchange callback returns. Does nothing
 * when there is none. */
MENTORSYNC_API mentorsync_code mentorsync_stop(mentorsync_engine* engine, mentorsync_error* error);

/* Reading. */

/* How the state stands after the last cycle, without a lock and without pulling.
 * out: "mentorsync.status/2". */
MENTORSYNC_API mentorsync_code mentorsync_status(mentorsync_engine* engine, mentorsync_buffer* out,
                                                 mentorsync_error* error);

/* Every pair and peer group. out: "mentorsync.relationships/1". */
MENTORSYNC_API mentorsync_code mentorsync_relationships(mentorsync_engine* engine,
                                                        mentorsync_buffer* out,
                                                        mentorsync_error* error);

/* Every learning task. out: "mentorsync.tasks/1". */
MENTORSYNC_API mentorsync_code mentorsync_tasks(mentorsync_engine* engine, mentorsync_buffer* out,
                                                mentorsync_error* error);

/* How the tasks of every relationship stand. out: "mentorsync.progress/1". */
MENTORSYNC_API mentorsync_code mentorsync_progress(mentorsync_engine* engine,
                                                   mentorsync_buffer* out, mentorsync_error* error);

/* Every note of the outbox and how it stands. out: "mentorsync.notes/1". */
MENTORSYNC_API mentorsync_code mentorsync_notes(mentorsync_engine* engine, mentorsync_buffer* out,
                                                mentorsync_error* error);

/* Which rules speak of a record, and what follows. `kind` is "contact", "task" or "note", `id` the
 * record's id. Looks at the records that were handed in, if they are everything, or else at those
 * stored by the last cycle; of the kind "hubspot" it pulls. out: "mentorsync.explain/1". */
MENTORSYNC_API mentorsync_code mentorsync_explain(mentorsync_engine* engine, mentorsync_text kind,
                                                  mentorsync_text id, mentorsync_buffer* out,
                                                  mentorsync_error* error);

/* A portal of the kind "host". */

/* What the host's CRM can name: a document "mentorsync.schema/1". Needed once an engine, before the
 * first plan or cycle; may be set again when it changes. Fails with MENTORSYNC_CONFIGURATION when
 * the document has faults. */
MENTORSYNC_API mentorsync_code mentorsync_set_schema(mentorsync_engine* engine,
                                                     mentorsync_text document,
                                                     mentorsync_error* error);

/* Hands in records: a document "mentorsync.records/1", after mentorsync_set_schema. Documents add
 * up until a cycle is stored. Fails with MENTORSYNC_INVALID_ARGUMENT when the document is faulty,
 * and takes nothing of it then; a record that cannot be used alone is set aside and listed by
 * plan. At most 16 MiB a document. */
MENTORSYNC_API mentorsync_code mentorsync_put_records(mentorsync_engine* engine,
                                                      mentorsync_text document,
                                                      mentorsync_error* error);

/* Forgets the records that were handed in since the last cycle. */
MENTORSYNC_API mentorsync_code mentorsync_discard_records(mentorsync_engine* engine,
                                                          mentorsync_error* error);

/*
 * At most `limit` things, 1 to 1000, that are to be written into the host's CRM: notes first, then
 * property values, then learning tasks that are new or have changed. Each is recorded as handed
 * out, durably, before this returns, and is handed out again, with "again": true, until
 * mentorsync_settle says what became of it: so after a crash nothing is lost, and a host that
 * stores a note under its key, a value under contact and property, and a task under its id writes
 * nothing twice. Settle before taking more. out: "mentorsync.take/1".
 */
MENTORSYNC_API mentorsync_code mentorsync_take(mentorsync_engine* engine, uint32_t limit,
                                               mentorsync_buffer* out, mentorsync_error* error);

/* Says what became of things that were taken: a document "mentorsync.settle/1". Each is stored by
 * itself; a token that is no longer handed out is listed as unknown and changes nothing, so that
 * settling again does no harm. Fails with MENTORSYNC_INVALID_ARGUMENT, and stores nothing, when the
 * document is faulty. out: "mentorsync.settled/1". */
MENTORSYNC_API mentorsync_code mentorsync_settle(mentorsync_engine* engine,
                                                 mentorsync_text document, mentorsync_buffer* out,
                                                 mentorsync_error* error);

/* Tries a note again that was rejected: the next take hands it out. `key` is the note's key. */
MENTORSYNC_API mentorsync_code mentorsync_retry_note(mentorsync_engine* engine, mentorsync_text key,
                                                     mentorsync_error* error);

/* In an exchange callback. */

/* The answer to a request: status, the headers as lines "Name: value", ended by CR LF or LF, and
 * the whole body, decoded. Of the headers, Retry-After, Content-Type and those that speak of
 * limits are used. Copies all. Only within the callback that was given `response`; the last call
 * counts. */
MENTORSYNC_API mentorsync_code mentorsync_response_set(mentorsync_response* response,
                                                       int32_t status, mentorsync_text headers,
                                                       mentorsync_text body);

#ifdef __cplusplus
}
#endif

#endif /* MENTORSYNC_MENTORSYNC_H */
