#include "sync/run/setup.hpp"

#include "mentorsync/own_names.hpp"

namespace mentorsync {

namespace {

Result<void> create(CrmAdmin& admin, const SetupItem& item, const std::stop_token& stop) {
    switch (item.kind) {
        case SetupItem::Kind::PropertyGroup:
            return admin.create_property_group(item.record, kPropertyGroup, kPropertyGroupLabel,
                                               stop);
        case SetupItem::Kind::Property: return admin.create_property(item.property, stop);
        case SetupItem::Kind::LabelPair: return admin.create_label_pair(item.labels, stop);
    }
    return fail(ErrorCode::Internal, "unknown kind of setup item");
}

}  // namespace

std::string describe(const SetupItem& item) {
    switch (item.kind) {
        case SetupItem::Kind::PropertyGroup:
            return "property group " + std::string(kPropertyGroup) + " on " +
                   std::string(name_of(item.record)) + "s";
        case SetupItem::Kind::Property:
            return "property " + item.property.name + " on " +
                   std::string(name_of(item.property.kind)) + "s (" + item.property.type +
                   (item.property.unique ? ", unique" : "") +
                   (item.property.hidden ? ", hidden" : "") + ")";
        case SetupItem::Kind::LabelPair:
            return "association labels '" + item.labels.label + "' and '" +
                   item.labels.inverse_label + "' between contacts";
    }
    return {};
}

Result<std::vector<SetupStep>> create_items(CrmAdmin& admin, const std::vector<SetupItem>& items,
                                            const std::stop_token& stop) {
    std::vector<SetupStep> steps;
    for (const SetupItem& item : items) {
        const auto created = create(admin, item, stop);
        // Taken: another setup ran in between, and what is wanted is there.
        const bool existed = !created && created.error().code == ErrorCode::KeyTaken;
        if (!created && !existed) return fail_in("create " + describe(item), created.error());
        steps.push_back({.item = item, .created = !existed});
    }
    return steps;
}

}  // namespace mentorsync
