// JSON as the sandbox CRM reads and writes it: a plain value that keeps the order of members.
//
// Shares nothing with the product's own JSON, so that one fault cannot hide another. Numbers are
// kept as text: CRM ids exceed what a double can hold.

#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mentorsync::sandbox {

class Json {
public:
    enum class Type { Null, Boolean, Number, String, Array, Object };

    // NOLINTBEGIN(google-explicit-constructor): a value is to read like JSON where it is built
    Json() = default;
    Json(std::nullptr_t) {}
    Json(bool value) : type_(Type::Boolean), truth_(value) {}
    Json(const char* value) : type_(Type::String), text_(value) {}
    Json(std::string_view value) : type_(Type::String), text_(value) {}
    Json(std::string value) : type_(Type::String), text_(std::move(value)) {}
    template <std::integral T>
    requires(!std::same_as<T, bool>) Json(T value)
        : type_(Type::Number), text_(std::to_string(value)) {}
    // NOLINTEND(google-explicit-constructor)

    // Takes the values over, which a list of pairs would copy.
    struct Member;
    [[nodiscard]] static Json object(std::initializer_list<Member> members = {});
    [[nodiscard]] static Json array(std::vector<Json> items = {});
    [[nodiscard]] static Json strings(const std::vector<std::string>& items);
    // A number of any size from its digits.
    [[nodiscard]] static Json number(std::string digits);

    // Empty when `text` is not one JSON document, or is nested deeper than 64.
    [[nodiscard]] static std::optional<Json> parse(std::string_view text);
    [[nodiscard]] std::string dump() const;

    [[nodiscard]] Type type() const noexcept { return type_; }
    [[nodiscard]] bool is_null() const noexcept { return type_ == Type::Null; }
    [[nodiscard]] bool is_string() const noexcept { return type_ == Type::String; }
    [[nodiscard]] bool is_array() const noexcept { return type_ == Type::Array; }
    [[nodiscard]] bool is_object() const noexcept { return type_ == Type::Object; }
    [[nodiscard]] bool truth() const noexcept { return type_ == Type::Boolean && truth_; }

    // What a string says or the digits of a number, "true" or "false"; empty for everything else.
    [[nodiscard]] std::string text() const;
    // A number, or a string of digits; `otherwise` for everything else.
    [[nodiscard]] std::int64_t integer(std::int64_t otherwise = 0) const;

    // The items of an array or the values of an object, in order; empty for everything else.
    [[nodiscard]] const std::vector<Json>& items() const noexcept { return items_; }
    [[nodiscard]] std::vector<Json>& items() noexcept { return items_; }
    // The names of an object, as many as items().
    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
    [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }

    // The member of this name, or null: reading never fails.
    [[nodiscard]] const Json& operator[](std::string_view name) const noexcept;
    [[nodiscard]] bool has(std::string_view name) const noexcept;
    // The member of this name, for writing; null when there is none.
    [[nodiscard]] Json* find(std::string_view name) noexcept;

    // Adds or replaces a member; turns null into an object first.
    Json& set(std::string_view name, Json value);
    // Appends an item; turns null into an array first.
    Json& push(Json value);
    // Removes a member if it is there.
    void erase(std::string_view name);

    friend bool operator==(const Json&, const Json&) = default;

private:
    void append_to(std::string& out) const;

    Type type_ = Type::Null;
    bool truth_ = false;
    std::string text_;
    std::vector<Json> items_;
    std::vector<std::string> names_;
};

struct Json::Member {
    std::string_view name;
    mutable Json value;
};

}  // namespace mentorsync::sandbox
