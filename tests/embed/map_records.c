/* Maps files of records, and prints what they mean: a whole host in C99, for reading.
 *
 * usage: map_records MAPPING SCHEMA RECORDS...
 *
 * Prints the plan, the relationships and the learning tasks, a document a line. Everything is kept
 * in memory and gone at the end; no socket is opened.
 */

#include <mentorsync/mentorsync.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static mentorsync_error error = {sizeof error, 0, ""};

static mentorsync_text text(const char* words) {
    mentorsync_text all;
    all.data = words;
    all.size = strlen(words);
    return all;
}

static void must(mentorsync_code code) {
    if (code == MENTORSYNC_OK) return;
    fprintf(stderr, "map_records: %s: %s\n", mentorsync_code_name(code), error.message);
    exit(mentorsync_exit_code(code));
}

/* The whole file; freed by the caller. */
static mentorsync_text read_file(const char* path) {
    mentorsync_text all = {NULL, 0};
    FILE* const file = fopen(path, "rb");
    char* data = NULL;
    size_t space = 0;
    size_t got;
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    do {
        space += 65536;
        data = realloc(data, space);
        if (data == NULL) exit(1);
        got = fread(data + all.size, 1, space - all.size, file);
        all.size += got;
    } while (got > 0);
    fclose(file);
    all.data = data;
    return all;
}

static void print(mentorsync_buffer* document) {
    fwrite(document->data, 1, document->size, stdout);
    putchar('\n');
}

/* What a person would have been shown and asked: the hash in "acceptance". */
static mentorsync_text acceptance_in(const mentorsync_buffer* plan) {
    static const char name[] = "\"acceptance\":\"";
    mentorsync_text hash = {NULL, 12};
    hash.data = strstr(plan->data, name);
    if (hash.data == NULL) exit(1);
    hash.data += sizeof name - 1;
    return hash;
}

int main(int argc, char** argv) {
    mentorsync_options options;
    mentorsync_engine* engine = NULL;
    mentorsync_buffer plan = {NULL, 0};
    mentorsync_buffer out = {NULL, 0};
    mentorsync_text mapping;
    int i;

    if (argc < 4) {
        fprintf(stderr, "usage: map_records MAPPING SCHEMA RECORDS...\n");
        return 2;
    }
    mapping = read_file(argv[1]);
    mentorsync_options_init(&options, sizeof options);
    options.settings = text(
        "{\"store\": \"sqlite::memory:\", \"portals\": [{\"name\": \"files\", "
        "\"crm\": {\"kind\": \"host\"}, \"mapping\": \"the mapping\"}]}");
    options.mapping = mapping;
    must(mentorsync_open(&options, &engine, &error));
    free((void*)mapping.data);

    for (i = 2; i < argc; ++i) {
        const mentorsync_text document = read_file(argv[i]);
        must(i == 2 ? mentorsync_set_schema(engine, document, &error)
                    : mentorsync_put_records(engine, document, &error));
        free((void*)document.data);
    }

    must(mentorsync_plan(engine, &plan, &error));
    print(&plan);
    must(mentorsync_cycle(engine, acceptance_in(&plan), &out, &error));
    mentorsync_buffer_free(&out);
    mentorsync_buffer_free(&plan);
    must(mentorsync_relationships(engine, &out, &error));
    print(&out);
    mentorsync_buffer_free(&out);
    must(mentorsync_tasks(engine, &out, &error));
    print(&out);
    mentorsync_buffer_free(&out);
    must(mentorsync_close(engine, &error));
    return 0;
}
