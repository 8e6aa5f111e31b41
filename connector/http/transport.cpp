#include "connector/http/transport.hpp"

#include <algorithm>

namespace mentorsync::http {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

std::string_view name_of(Method method) noexcept {
    switch (method) {
        case Method::Get: return "GET";
        case Method::Post: return "POST";
        case Method::Put: return "PUT";
        case Method::Patch: return "PATCH";
        case Method::Delete: return "DELETE";
    }
    return "?";
}

std::string label_of(const Request& request) {
    return std::string(name_of(request.method)) + " " +
           request.target.substr(0, request.target.find('?'));
}

std::string_view Response::header(std::string_view name) const noexcept {
    for (const Header& candidate : headers) {
        if (equal_ignoring_case(candidate.name, name)) return candidate.value;
    }
    return {};
}

}  // namespace mentorsync::http
