// What may leave: the wall between confidential values and everything outside.
//
// A value read from mentoring carries its class in its type. Only a `Disclosed<T>` can be given to
// the CRM, a log, a page or a metric, and only a `Disclosure`, made from what the admin's mapping
// names, makes one from a confidential value. There is no other way that compiles; a test tries.
//
//   states and counts      leave always
//   shared in relationship leaves when the mapping discloses the field by name
//   private                leaves when the mapping discloses the field by name

#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace mentorsync {

enum class FieldClass { StateOrCount, Shared, Private };

// A value of a confidentiality class. It does not print, convert or compare with a plain value.
template <class T, FieldClass Class>
class Field {
public:
    Field() = default;
    explicit Field(T value) : value_(std::move(value)) {}

    // The value for deciding with, inside. The name is long so that a reviewer sees each use.
    [[nodiscard]] const T& confidential_value() const noexcept { return value_; }

    friend bool operator==(const Field&, const Field&) = default;

private:
    T value_{};
};

template <class T>
using StateOrCount = Field<T, FieldClass::StateOrCount>;
template <class T>
using Shared = Field<T, FieldClass::Shared>;
template <class T>
using Private = Field<T, FieldClass::Private>;

class Disclosure;
class NoteTemplate;

// A value that may leave.
template <class T>
class Disclosed {
public:
    [[nodiscard]] const T& value() const noexcept { return value_; }

    friend bool operator==(const Disclosed&, const Disclosed&) = default;

private:
    friend class Disclosure;
    friend class NoteTemplate;  // composes disclosed values with the admin's own words
    explicit Disclosed(T value) : value_(std::move(value)) {}

    T value_;
};

// What a mapping discloses. Value type; cheap to copy.
class Disclosure {
public:
    // Nothing but states and counts.
    Disclosure() = default;

    // In addition the fields of these names, such as "mentor.name".
    explicit Disclosure(std::set<std::string, std::less<>> fields) : fields_(std::move(fields)) {}

    [[nodiscard]] bool names(std::string_view field) const { return fields_.contains(field); }

    template <class T>
    [[nodiscard]] Disclosed<T> open(const StateOrCount<T>& field) const {
        return Disclosed<T>(field.confidential_value());
    }

    // The value, when the mapping names `name`; empty otherwise.
    template <class T, FieldClass Class>
    [[nodiscard]] std::optional<Disclosed<T>> open(std::string_view name,
                                                   const Field<T, Class>& field) const {
        if (Class != FieldClass::StateOrCount && !names(name)) return std::nullopt;
        return Disclosed<T>(field.confidential_value());
    }

    // Restores a value that had been disclosed when it was stored. Only the store calls this.
    template <class T>
    [[nodiscard]] static Disclosed<T> stored(T value) {
        return Disclosed<T>(std::move(value));
    }

private:
    std::set<std::string, std::less<>> fields_;
};

}  // namespace mentorsync
