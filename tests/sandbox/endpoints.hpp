// The endpoint families of the CRM, one function an endpoint. routes.hpp says which path leads to
// which.

#pragma once

#include "tests/sandbox/call.hpp"

namespace mentorsync::sandbox {

// objects.cpp
Response list_objects(Call& call);
Response get_object(Call& call);
Response create_object(Call& call);
Response update_object(Call& call);
Response archive_object(Call& call);

// batch_read.cpp, batch_create.cpp, batch_update.cpp: at most 100 inputs
Response batch_read(Call& call);
Response batch_create(Call& call);
Response batch_update(Call& call);
Response batch_upsert(Call& call);
Response batch_archive(Call& call);

// search.cpp
Response search_objects(Call& call);

// association_read.cpp, association_write.cpp, labels.cpp
Response get_associations(Call& call);
Response batch_read_associations(Call& call);
Response associate_default(Call& call);
Response set_labels(Call& call);
Response batch_associate_default(Call& call);
Response batch_create_associations(Call& call);
Response list_labels(Call& call);
Response create_label(Call& call);

// properties.cpp
Response list_properties(Call& call);
Response get_property(Call& call);
Response create_property(Call& call);
Response batch_read_properties(Call& call);
Response list_groups(Call& call);
Response create_group(Call& call);

// owners.cpp, lists.cpp, account.cpp
Response list_owners(Call& call);
Response get_owner(Call& call);
Response search_lists(Call& call);
Response get_lists(Call& call);
Response get_list(Call& call);
Response get_list_by_name(Call& call);
Response list_members(Call& call);
Response account_details(Call& call);
Response account_usage(Call& call);

}  // namespace mentorsync::sandbox
