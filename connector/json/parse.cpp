#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <cassert>
#include <optional>

#include "connector/json/tree.hpp"
#include "connector/json/utf8.hpp"

namespace mentorsync::json {

namespace {

// Recursion and full-precision numbers each let one document kill the process.
constexpr unsigned kStrictFlags = rapidjson::kParseIterativeFlag |
                                  rapidjson::kParseValidateEncodingFlag |
                                  rapidjson::kParseNumbersAsStringsFlag;
constexpr unsigned kWithCommentsFlags =
    kStrictFlags | rapidjson::kParseCommentsFlag | rapidjson::kParseTrailingCommasFlag;

// RapidJSON counts the digits of a number, and keeps its exponent, in an `int`.
constexpr std::size_t kMostBytes = std::size_t{128} * 1024 * 1024;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The offset of the quote that opens the string which ends before `end`. A quote after a backslash
// lies within the string: no token or comment that may come before a string ends in one.
std::size_t find_opening_quote(std::string_view text, std::size_t end) {
    std::size_t quote = text.rfind('"', end - 2);
    while (quote > 0 && text[quote - 1] == '\\') quote = text.rfind('"', quote - 1);
    return quote;
}

// The offset of an escaped low surrogate without its high one, which RapidJSON lets pass; `npos`
// when there is none. It refuses a high one without its low one itself.
std::size_t find_lone_low_surrogate(std::string_view raw) {
    constexpr std::size_t kEscape = std::string_view("\\u0000").size();
    std::size_t at = raw.find('\\');
    while (at != std::string_view::npos) {
        std::size_t length = 2;
        if (raw[at + 1] == 'u') {
            length = kEscape;
            const std::string_view high_byte = raw.substr(at + 2, 2);
            const bool surrogate = high_byte[0] == 'D' || high_byte[0] == 'd';
            if (surrogate && std::string_view("CDEFcdef").find(high_byte[1]) != raw.npos) return at;
            if (surrogate && std::string_view("89ABab").find(high_byte[1]) != raw.npos) {
                length = 2 * kEscape;
            }
        }
        at = raw.find('\\', at + length);
    }
    return std::string_view::npos;
}

// What RapidJSON calls. It calls after the last byte of a scalar or key, and at the bracket of an
// object or array.
class Events {
public:
    Events(std::string_view text, const rapidjson::MemoryStream& in, TreeBuilder& tree)
        : text_(text), in_(in), tree_(tree) {}

    bool Null() { return literal(Kind::Null, "null"); }
    bool Bool(bool value) { return literal(Kind::Boolean, value ? "true" : "false"); }
    bool RawNumber(const char* digits, unsigned length, bool /*copy*/) {
        return literal(Kind::Number, {digits, length});
    }
    bool String(const char* content, unsigned length, bool /*copy*/) {
        const std::optional<std::size_t> begin = begin_of_string();
        return begin && tree_.scalar(Kind::String, {content, length}, *begin);
    }
    bool Key(const char* content, unsigned length, bool /*copy*/) {
        const std::optional<std::size_t> begin = begin_of_string();
        return begin && tree_.key({content, length}, *begin);
    }
    bool StartObject() { return tree_.open(Kind::Object, in_.Tell()); }
    bool StartArray() { return tree_.open(Kind::Array, in_.Tell()); }
    bool EndObject(unsigned /*count*/) { return tree_.close(); }
    bool EndArray(unsigned /*count*/) { return tree_.close(); }

    // Numbers stay text, so that RapidJSON never calls these.
    bool Int(int /*value*/) { return false; }
    bool Uint(unsigned /*value*/) { return false; }
    bool Int64(std::int64_t /*value*/) { return false; }
    bool Uint64(std::uint64_t /*value*/) { return false; }
    bool Double(double /*value*/) { return false; }

    [[nodiscard]] const std::optional<std::size_t>& lone_surrogate() const noexcept {
        return lone_surrogate_;
    }

private:
    bool literal(Kind kind, std::string_view literal) {
        return tree_.scalar(kind, literal, in_.Tell() - literal.size());
    }

    std::optional<std::size_t> begin_of_string() {
        const std::size_t end = in_.Tell();
        const std::size_t begin = find_opening_quote(text_, end);
        const std::size_t lone = find_lone_low_surrogate(text_.substr(begin, end - begin));
        if (lone == std::string_view::npos) return begin;
        lone_surrogate_ = begin + lone;
        return std::nullopt;
    }

    std::string_view text_;
    const rapidjson::MemoryStream& in_;
    TreeBuilder& tree_;
    std::optional<std::size_t> lone_surrogate_;
};

const char* describe(rapidjson::ParseErrorCode code) {
    switch (code) {
        case rapidjson::kParseErrorDocumentEmpty: return "a value is missing here";
        case rapidjson::kParseErrorDocumentRootNotSingular:
            return "something follows the end of the document";
        case rapidjson::kParseErrorValueInvalid:
            return "this is no value: expected an object, an array, a string in double quotes, a "
                   "number, true, false or null";
        case rapidjson::kParseErrorObjectMissName: return "a key in double quotes is missing here";
        case rapidjson::kParseErrorObjectMissColon: return "a : after the key is missing here";
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
            return "a comma or } is missing here";
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
            return "a comma or ] is missing here";
        case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
            return "\\u is not followed by four hexadecimal digits";
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
            return "half of a surrogate pair stands alone";
        case rapidjson::kParseErrorStringEscapeInvalid:
            return "this escape does not exist; write a backslash as \\\\";
        case rapidjson::kParseErrorStringMissQuotationMark:
            return "the closing quote of a string is missing";
        case rapidjson::kParseErrorStringInvalidEncoding: return "the text is not valid UTF-8";
        case rapidjson::kParseErrorNumberTooBig: return "a number is too large";
        case rapidjson::kParseErrorNumberMissFraction:
            return "digits after the decimal point are missing";
        case rapidjson::kParseErrorNumberMissExponent: return "digits of the exponent are missing";
        default: return "a comment is malformed or has no end";
    }
}

ParseError error_at(std::string_view text, std::size_t offset, std::string what) {
    return {Lines(text).at(offset), std::move(what)};
}

ParseError explain(std::string_view text, const rapidjson::ParseResult& result) {
    std::size_t offset = result.Offset();
    if (offset == text.size()) {
        const bool blank = result.Code() == rapidjson::kParseErrorDocumentEmpty;
        return error_at(text, offset,
                        blank ? std::string("the document is empty")
                              : std::string("the text ends too early: ") + describe(result.Code()));
    }
    if (result.Code() == rapidjson::kParseErrorStringEscapeInvalid && text[offset] != '\\') {
        return error_at(text, offset,
                        "a line break, tab or control character within a string; write it as an "
                        "escape such as \\n, or close the string before it");
    }
    if (result.Code() == rapidjson::kParseErrorValueInvalid) {
        // RapidJSON names the byte at which it knew; a reader looks for the whole word.
        constexpr std::string_view kWord = "abcdefghijklmnopqrstuvwxyz+-.0123456789";
        while (offset > 0 && kWord.find(text[offset - 1]) != kWord.npos) --offset;
    }
    return error_at(text, offset, describe(result.Code()));
}

// What RapidJSON would let pass, take for the end of the text, or explain badly.
std::optional<ParseError> refuse_bytes(std::string_view text, const Limits& limits) {
    if (text.size() > limits.bytes) {
        return ParseError{{}, "larger than " + std::to_string(limits.bytes) + " bytes"};
    }
    const std::string_view head = text.substr(0, 2);
    if (head == "\xFF\xFE" || head == "\xFE\xFF" || head.find('\0') != head.npos) {
        return ParseError{{}, "the text is not UTF-8 but UTF-16, UTF-32 or no text at all"};
    }
    const std::size_t nul = text.find('\0');
    const std::size_t invalid = find_invalid_utf8(text.substr(0, nul));
    if (invalid != text.npos) return error_at(text, invalid, "the text is not valid UTF-8");
    if (nul != text.npos) return error_at(text, nul, "the text holds a NUL byte");
    return std::nullopt;
}

}  // namespace

tl::expected<Value, ParseError> parse(std::string_view text, Dialect dialect,
                                      const Limits& limits) {
    assert(limits.bytes <= kMostBytes);
    if (auto refused = refuse_bytes(text, limits)) return tl::unexpected(std::move(*refused));
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
        if (dialect == Dialect::Strict) {
            return tl::unexpected(ParseError{{}, "the text begins with a byte order mark"});
        }
        text.remove_prefix(kByteOrderMark.size());
    }

    TreeBuilder tree(text, limits);
    rapidjson::MemoryStream in(text.data(), text.size());
    Events events(text, in, tree);
    rapidjson::Reader reader;
    const rapidjson::ParseResult result = dialect == Dialect::Strict
                                              ? reader.Parse<kStrictFlags>(in, events)
                                              : reader.Parse<kWithCommentsFlags>(in, events);
    if (!result.IsError()) return tree.take();
    if (tree.failure()) return tl::unexpected(*tree.failure());
    if (events.lone_surrogate()) {
        return tl::unexpected(
            error_at(text, *events.lone_surrogate(),
                     describe(rapidjson::kParseErrorStringUnicodeSurrogateInvalid)));
    }
    return tl::unexpected(explain(text, result));
}

}  // namespace mentorsync::json
