#include <limits>

#include <nlohmann/json.hpp>

#include "tests/sandbox/json.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::size_t kMaxDepth = 64;

// Builds a `Json` from nlohmann's events. Each method returns whether to go on.
class Builder : public nlohmann::json_sax<nlohmann::json> {
public:
    bool null() override { return put(Json{}); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override { return put(value); }
    bool number_float(number_float_t /*value*/, const string_t& text) override {
        return put(Json::number(text));
    }
    bool string(string_t& value) override { return put(std::move(value)); }
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
    bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        names_.back() = std::move(name);
        return true;
    }
    bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                     const nlohmann::json::exception& /*error*/) override {
        return false;
    }

    Json take() { return std::move(done_); }

private:
    bool put(Json value) {
        if (open_.empty()) {
            done_ = std::move(value);
        } else if (open_.back().is_object()) {
            open_.back().set(names_.back(), std::move(value));
        } else {
            open_.back().push(std::move(value));
        }
        return true;
    }

    bool open(Json container) {
        open_.push_back(std::move(container));
        names_.emplace_back();
        return open_.size() <= kMaxDepth;
    }

    bool close() {
        Json container = std::move(open_.back());
        open_.pop_back();
        names_.pop_back();
        return put(std::move(container));
    }

    std::vector<Json> open_;
    std::vector<std::string> names_;  // the name read last, for each open container
    Json done_;
};

}  // namespace

std::optional<Json> Json::parse(std::string_view text) {
    Builder builder;
    if (!nlohmann::json::sax_parse(text, &builder)) return std::nullopt;
    return builder.take();
}

}  // namespace mentorsync::sandbox
