#include "sync/manual/schema_page.hpp"

#include <algorithm>
#include <array>

#include "mentorsync/json.hpp"
#include "sync/manual/program_page.hpp"

namespace mentorsync::manual {

namespace {

using json::Kind;
using json::Member;
using json::Value;

constexpr std::array<std::string_view, 24> kKnown{
    "$ref",          "$schema",     "additionalProperties",
    "anyOf",         "const",       "definitions",
    "dependencies",  "description", "enum",
    "items",         "maxLength",   "maximum",
    "minItems",      "minLength",   "minProperties",
    "minimum",       "pattern",     "properties",
    "propertyNames", "required",    "title",
    "type",          "uniqueItems", "maxItems"};

// The schemas that stand directly in the value of a keyword.
std::vector<const Value*> schemas_in(const Member& keyword) {
    std::vector<const Value*> schemas;
    if (keyword.key == "properties" || keyword.key == "definitions") {
        for (const auto& named : keyword.value.members) schemas.push_back(&named.value);
    } else if (keyword.key == "anyOf") {
        for (const auto& choice : keyword.value.items) schemas.push_back(&choice);
    } else if (keyword.key == "items" || keyword.key == "additionalProperties") {
        schemas.push_back(&keyword.value);
    }
    return schemas;
}

// The first keyword that is not known here; nullptr when all are.
const Member* unknown_in(const Value& schema) {
    for (const auto& keyword : schema.members) {
        if (std::ranges::find(kKnown, keyword.key) == kKnown.end()) return &keyword;
        for (const auto* inner : schemas_in(keyword)) {
            if (const auto* unknown = unknown_in(*inner)) return unknown;
        }
    }
    return nullptr;
}

std::string text_at(const Value& schema, std::string_view key) {
    const auto* value = schema.find(key);
    return value == nullptr ? std::string() : value->text;
}

// "#/definitions/in_file" as people read it: "IN-FILE".
std::string placeholder(std::string_view name) {
    std::string word(name.substr(name.rfind('/') + 1));
    for (char& letter : word) {
        if (letter == '_') letter = '-';
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return word;
}

std::string literal_of(const Value& value) {
    return bold(value.is(Kind::String) ? "\"" + value.text + "\"" : value.text);
}

bool requires_key(const Value& schema, std::string_view key) {
    const auto* required = schema.find("required");
    return required != nullptr && std::ranges::any_of(required->items, [&](const Value& name) {
               return name.text == key;
           });
}

std::string form_of(const Value& schema);

std::string object_form(const Value& schema) {
    std::string form;
    if (const auto* properties = schema.find("properties")) {
        for (const auto& [key, at, value] : properties->members) {
            if (!form.empty()) form += ", ";
            const std::string shown = bold("\"" + key + "\"") + ": " + form_of(value);
            form += requires_key(schema, key) ? shown : "[" + shown + "]";
        }
    } else if (const auto* others = schema.find("additionalProperties")) {
        form = italic("NAME") + ": " + form_of(*others) + ", ...";
    }
    return "{ " + form + " }";
}

std::string number_form(const Value& schema) {
    const auto least = text_at(schema, "minimum");
    const auto most = text_at(schema, "maximum");
    if (!least.empty() && !most.empty()) return escaped("from " + least + " to " + most);
    return "number";
}

std::string choice_form(const std::vector<Value>& choices, std::string (*shown)(const Value&)) {
    std::string form;
    for (const auto& choice : choices) {
        if (!form.empty()) form += " | ";
        form += shown(choice);
    }
    return form;
}

std::string form_of(const Value& schema) {
    if (const auto* name = schema.find("$ref")) return italic(placeholder(name->text));
    if (const auto* value = schema.find("const")) return literal_of(*value);
    if (const auto* values = schema.find("enum")) return choice_form(values->items, literal_of);
    if (const auto* choices = schema.find("anyOf")) return choice_form(choices->items, form_of);
    const auto type = text_at(schema, "type");
    if (type == "object") return object_form(schema);
    if (type == "array") return "[ " + form_of(*schema.find("items")) + ", ... ]";
    if (type == "boolean") return bold("true") + " | " + bold("false");
    if (type == "integer" || type == "number") return number_form(schema);
    return "text";
}

void write_parts(Page& page, const Value& schema);

void write_key(Page& page, const Member& member, bool required) {
    const Value& value = member.value;
    const bool has_parts = value.find("properties") != nullptr || value.find("anyOf") != nullptr;
    std::string text = required ? "Required. " : "";
    text += text_at(value, "description");
    page.item(bold("\"" + member.key + "\"") + (has_parts ? "" : ": " + form_of(value)), text);
    if (!has_parts) return;
    page.indent();
    write_parts(page, value);
    page.outdent();
}

void write_keys(Page& page, const Value& schema) {
    const auto* properties = schema.find("properties");
    if (properties == nullptr) return;
    for (const auto& member : properties->members) {
        write_key(page, member, requires_key(schema, member.key));
    }
}

// Whether the form of an object leaves out what its keys mean.
bool has_described_keys(const Value& choice) {
    const auto* properties = choice.find("properties");
    return properties != nullptr &&
           std::ranges::any_of(properties->members, [](const Member& member) {
               return member.value.find("description") != nullptr;
           });
}

// The keys of an object, or the ways to write a value, each with what it means.
void write_parts(Page& page, const Value& schema) {
    write_keys(page, schema);
    const auto* choices = schema.find("anyOf");
    if (choices == nullptr) return;
    for (const auto& choice : choices->items) {
        page.item(form_of(choice), text_at(choice, "description"));
        if (!has_described_keys(choice)) continue;
        page.indent();
        write_keys(page, choice);
        page.outdent();
    }
}

void write_definition(Page& page, const Member& definition) {
    page.subsection(placeholder(definition.key));
    const Value& schema = definition.value;
    if (const auto description = text_at(schema, "description"); !description.empty()) {
        page.paragraph(description);
    }
    const bool has_parts = schema.find("properties") != nullptr || schema.find("anyOf") != nullptr;
    if (has_parts) {
        write_parts(page, schema);
    } else {
        page.paragraph_of(form_of(schema));
    }
}

}  // namespace

Result<std::string> schema_page(std::string_view schema, const PageTitle& title,
                                const SchemaNotes& notes) {
    const auto root = json::parse(schema);
    if (!root) {
        return fail(ErrorCode::Configuration,
                    std::to_string(root.error().at.line) + ": " + root.error().what);
    }
    if (const auto* unknown = unknown_in(*root)) {
        return fail(ErrorCode::Configuration, std::to_string(unknown->key_at.line) +
                                                  ": the manual page does not know '" +
                                                  unknown->key + "'");
    }
    Page page(title);
    page.section("NAME").line(escaped(title.name) + " \\- " + escaped(notes.summary));
    page.section("DESCRIPTION");
    page.paragraph(text_at(*root, "description"));
    page.paragraph(
        "The file is JSON in which comments (`//` and `/* */`) and trailing commas are allowed. "
        "Unknown keys are errors. A word in capitals stands for a value that is told below under "
        "that word; what stands in square brackets before a colon may be left out.");
    page.section("KEYS");
    write_keys(page, *root);
    page.section("VALUES");
    if (const auto* definitions = root->find("definitions")) {
        for (const auto& definition : definitions->members) write_definition(page, definition);
    }
    page.section("EXAMPLE").literal(notes.example);
    write_see_also(page, notes.see_also);
    return page.text();
}

}  // namespace mentorsync::manual
