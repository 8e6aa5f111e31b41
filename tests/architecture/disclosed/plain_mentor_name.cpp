// refused: no match for .operator=.*Disclosed
#include <string>

#include "mentorsync/programme.hpp"

void leak(mentorsync::NoteFacts& facts, const std::string& said) {
    facts.mentor_name = said;
}
