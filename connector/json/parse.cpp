#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <cassert>
#include <optional>

#include "connector/json/lines.hpp"
#include "connector/json/raw_text.hpp"
#include "connector/json/tree.hpp"

namespace mentorsync::json {

namespace {

// Recursion and full-precision numbers each let one document kill the process. RapidJSON's check of
// the encoding would be the second: refuse_bytes has seen every byte, also those between strings.
constexpr unsigned kStrictFlags =
    rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
constexpr unsigned kWithCommentsFlags =
    kStrictFlags | rapidjson::kParseCommentsFlag | rapidjson::kParseTrailingCommasFlag;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kWordBytes = "abcdefghijklmnopqrstuvwxyz+-.0123456789";
constexpr const char* kLoneSurrogate = "half of a surrogate pair stands alone";

// What RapidJSON calls. It calls after the last byte of a scalar or key, and at the bracket of an
// object or array.
class Events {
public:
    Events(std::string_view text, const rapidjson::MemoryStream& in, TreeBuilder& tree)
        : text_(text), in_(in), tree_(tree) {}

    // NOLINTBEGIN(readability-identifier-naming): RapidJSON chose these names.
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
    // NOLINTEND(readability-identifier-naming)

    // Why an event said not to go on.
    [[nodiscard]] const std::optional<ParseError>& failure() const noexcept {
        return failure_ ? failure_ : tree_.failure();
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
        failure_ = error_at(text_, begin + lone, kLoneSurrogate);
        return std::nullopt;
    }

    std::string_view text_;
    const rapidjson::MemoryStream& in_;
    TreeBuilder& tree_;
    std::optional<ParseError> failure_;
};

const char* describe(rapidjson::ParseErrorCode code) {
    switch (code) {
        case rapidjson::kParseErrorDocumentEmpty:
        case rapidjson::kParseErrorValueInvalid: return "a value is missing here";
        case rapidjson::kParseErrorDocumentRootNotSingular:
            return "something follows the end of the document";
        case rapidjson::kParseErrorObjectMissName: return "a key in double quotes is missing here";
        case rapidjson::kParseErrorObjectMissColon: return "a : after the key is missing here";
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
            return "a comma or } is missing here";
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
            return "a comma or ] is missing here";
        case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
            return "\\u is not followed by four hexadecimal digits";
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid: return kLoneSurrogate;
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

// Whether `byte` may be part of a number or of true, false or null.
bool is_of_word(char byte) {
    return kWordBytes.find(byte) != kWordBytes.npos;
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
        // RapidJSON names the byte at which it knew; a person looks for the whole word.
        while (offset > 0 && is_of_word(text[offset - 1])) --offset;
        if (std::string_view(",:]}").find(text[offset]) == text.npos) {
            return error_at(text, offset,
                            "this is no value: expected an object, an array, a string in double "
                            "quotes, a number, true, false or null");
        }
    }
    return error_at(text, offset, describe(result.Code()));
}

}  // namespace

tl::expected<Value, ParseError> parse(std::string_view text, Dialect dialect,
                                      const Limits& limits) {
    assert(limits.bytes <= std::size_t{128} * 1024 * 1024 && "a number's exponent is an int");
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
    return tl::unexpected(events.failure() ? *events.failure() : explain(text, result));
}

}  // namespace mentorsync::json
