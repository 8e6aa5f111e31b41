/* Runs the steps of the conformance suite in C99, and prints what came of each.
 *
 * usage: host LIBRARY INPUTS STEPS      in an empty working directory; LIBRARY is not looked at
 */

#include <mentorsync/mentorsync.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 4, LONGEST = 4096 };

static const char* inputs;
static mentorsync_engine* engine;
static int64_t now;
static int32_t cancels;
static int reenters;
static int status;
static mentorsync_text answer;

static mentorsync_text text_of(const char* word) {
    mentorsync_text text = {NULL, 0};
    if (word != NULL) {
        text.data = word;
        text.size = strlen(word);
    }
    return text;
}

/* The caller frees the data. */
static mentorsync_text read_file(const char* name) {
    char path[LONGEST];
    mentorsync_text text = {NULL, 0};
    char* data;
    long size;
    FILE* file;
    if (name == NULL) return text;
    snprintf(path, sizeof path, "%s/%s", inputs, name);
    file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    rewind(file);
    data = malloc((size_t)size + 1);
    if (data == NULL || fread(data, 1, (size_t)size, file) != (size_t)size) exit(2);
    fclose(file);
    text.data = data;
    text.size = (size_t)size;
    return text;
}

static void put(mentorsync_text text, char after) {
    if (text.size > 0) fwrite(text.data, 1, text.size, stdout);
    putchar(after);
}

/* Prints the code, the line and the document of a call. */
static void finish(mentorsync_code code, mentorsync_error* error, mentorsync_buffer* out) {
    if (code == MENTORSYNC_OK) {
        printf("%s\n", mentorsync_code_name(code));
    } else {
        printf("%s: %s\n", mentorsync_code_name(code), error->message);
    }
    if (out != NULL && out->data != NULL) {
        fwrite(out->data, 1, out->size, stdout);
        putchar('\n');
        mentorsync_buffer_free(out);
    }
}

static int64_t on_now(void* data) {
    (void)data;
    if (reenters) {
        mentorsync_error error = {sizeof error, 0, ""};
        mentorsync_buffer out = {NULL, 0};
        reenters = 0;
        finish(mentorsync_tasks(engine, &out, &error), &error, &out);
    }
    return now;
}

static int64_t on_elapsed(void* data) {
    (void)data;
    return now;
}

static void on_wait(void* data, int64_t milliseconds) {
    (void)data;
    now += milliseconds;
}

static int32_t on_cancelled(void* data) {
    (void)data;
    return cancels;
}

static mentorsync_code on_exchange(void* data, const mentorsync_request* request,
                                   mentorsync_response* response) {
    (void)data;
    printf("request ");
    put(request->method, ' ');
    put(request->base_url, ' ');
    put(request->target, ' ');
    put(request->bearer, ' ');
    put(request->content_type, ' ');
    printf("%d\n", (int)request->request_class);
    if (status == 0) return MENTORSYNC_UNAVAILABLE;
    return mentorsync_response_set(response, status, text_of("Content-Type: application/json\r\n"),
                                   answer);
}

static void set_options(mentorsync_options* options, const char* settings, const char* mapping) {
    mentorsync_options_init(options, sizeof *options);
    options->settings = read_file(settings);
    options->mapping = read_file(mapping);
    options->now = on_now;
    options->elapsed = on_elapsed;
    options->wait = on_wait;
    options->exchange = on_exchange;
    options->cancelled = on_cancelled;
}

static void free_options(mentorsync_options* options) {
    free((void*)options->settings.data);
    free((void*)options->mapping.data);
}

static void print_version(void) {
    mentorsync_code code;
    printf("%u %s\n", (unsigned)mentorsync_abi_version(), mentorsync_version());
    for (code = -1; code < 22; ++code) {
        printf("%d %s %d\n", (int)code, mentorsync_code_name(code),
               (int)mentorsync_exit_code(code));
    }
}

static mentorsync_code on_configuration(const char* const* words, mentorsync_buffer* out,
                                        mentorsync_error* error) {
    mentorsync_options options;
    mentorsync_text schema = {NULL, 0};
    mentorsync_code code;
    set_options(&options, words[1], words[2]);
    if (strcmp(words[0], "open") == 0) {
        code = mentorsync_open(&options, &engine, error);
    } else {
        schema = read_file(words[3]);
        code = mentorsync_check(&options, schema, out, error);
    }
    free((void*)schema.data);
    free_options(&options);
    return code;
}

static mentorsync_code on_document(const char* const* words, mentorsync_buffer* out,
                                   mentorsync_error* error) {
    const mentorsync_text document = read_file(words[1]);
    mentorsync_code code;
    if (strcmp(words[0], "set_schema") == 0) {
        code = mentorsync_set_schema(engine, document, error);
    } else if (strcmp(words[0], "put_records") == 0) {
        code = mentorsync_put_records(engine, document, error);
    } else {
        code = mentorsync_settle(engine, document, out, error);
    }
    free((void*)document.data);
    return code;
}

typedef mentorsync_code (*reading)(mentorsync_engine*, mentorsync_buffer*, mentorsync_error*);
typedef mentorsync_code (*doing)(mentorsync_engine*, mentorsync_error*);

static mentorsync_code call(const char* const* words, mentorsync_buffer* out,
                            mentorsync_error* error) {
    static const struct {
        const char* word;
        reading read;
        doing act;
    } plain[] = {
        {"plan", mentorsync_plan, NULL},
        {"status", mentorsync_status, NULL},
        {"relationships", mentorsync_relationships, NULL},
        {"tasks", mentorsync_tasks, NULL},
        {"progress", mentorsync_progress, NULL},
        {"notes", mentorsync_notes, NULL},
        {"start", NULL, mentorsync_start},
        {"stop", NULL, mentorsync_stop},
        {"discard_records", NULL, mentorsync_discard_records},
    };
    const char* const word = words[0];
    mentorsync_code code;
    size_t i;
    for (i = 0; i < sizeof plain / sizeof plain[0]; ++i) {
        if (strcmp(word, plain[i].word) != 0) continue;
        return plain[i].read != NULL ? plain[i].read(engine, out, error)
                                     : plain[i].act(engine, error);
    }
    if (strcmp(word, "check") == 0 || strcmp(word, "open") == 0) {
        return on_configuration(words, out, error);
    }
    if (strcmp(word, "close") == 0) {
        code = mentorsync_close(engine, error);
        engine = NULL;
        return code;
    }
    if (strcmp(word, "cycle") == 0) {
        return mentorsync_cycle(engine, text_of(words[1]), out, error);
    }
    if (strcmp(word, "take") == 0) {
        return mentorsync_take(engine, (uint32_t)strtoul(words[1], NULL, 10), out, error);
    }
    if (strcmp(word, "explain") == 0) {
        return mentorsync_explain(engine, text_of(words[1]), text_of(words[2]), out, error);
    }
    if (strcmp(word, "retry_note") == 0) {
        return mentorsync_retry_note(engine, text_of(words[1]), error);
    }
    return on_document(words, out, error);
}

static void step(const char* const* words) {
    const char* const word = words[0];
    if (strcmp(word, "version") == 0) {
        print_version();
    } else if (strcmp(word, "clock") == 0) {
        now = strtoll(words[1], NULL, 10);
    } else if (strcmp(word, "cancels") == 0) {
        cancels = (int32_t)strtol(words[1], NULL, 10);
    } else if (strcmp(word, "reenters") == 0) {
        reenters = 1;
    } else if (strcmp(word, "answer") == 0) {
        free((void*)answer.data);
        status = (int)strtol(words[1], NULL, 10);
        answer = read_file(words[2]);
    } else {
        mentorsync_error error = {sizeof error, 0, ""};
        mentorsync_buffer out = {NULL, 0};
        const mentorsync_code code = call(words, &out, &error);
        finish(code, &error, &out);
    }
}

int main(int argc, char** argv) {
    char line[LONGEST];
    FILE* steps;
    if (argc != 4) return 2;
    inputs = argv[2];
    steps = fopen(argv[3], "r");
    if (steps == NULL) return 2;
    while (fgets(line, sizeof line, steps) != NULL) {
        const char* words[MOST_WORDS + 1] = {NULL};
        int count = 0;
        char* word;
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#') continue;
        printf("> %s\n", line);
        for (word = strtok(line, " "); word != NULL && count < MOST_WORDS;
             word = strtok(NULL, " ")) {
            words[count++] = word;
        }
        step(words);
    }
    fclose(steps);
    free((void*)answer.data);
    return 0;
}
