#include "mentorsync/json.hpp"
