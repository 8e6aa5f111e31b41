// refused: no matching function for call to .mentorsync::Field<.*StateOrCount>::Field
#include <string>

#include "mentorsync/disclosed.hpp"

mentorsync::StateOrCount<std::string> leak(const mentorsync::Private<std::string>& said) {
    return mentorsync::StateOrCount<std::string>(said);
}
