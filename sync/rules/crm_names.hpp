// Names that the CRM itself gives to properties, beside those that a mapping names.
// Source: HubSpot CRM API guide, Contacts and Tasks: default properties.

#pragma once

#include <string_view>

namespace mentorsync {

inline constexpr std::string_view kEmail = "email";
inline constexpr std::string_view kAdditionalEmails = "hs_additional_emails";  // split by ';'
inline constexpr std::string_view kFirstName = "firstname";
inline constexpr std::string_view kLastName = "lastname";
inline constexpr std::string_view kOwner = "hubspot_owner_id";  // of contacts and of tasks

}  // namespace mentorsync
