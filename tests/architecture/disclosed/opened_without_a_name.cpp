// refused: no matching function for call to .mentorsync::Disclosure::open
#include <string>

#include "mentorsync/disclosed.hpp"

auto leak(const mentorsync::Private<std::string>& said) {
    return mentorsync::Disclosure().open(said);
}
