namespace mentorsync::hubspot {}
