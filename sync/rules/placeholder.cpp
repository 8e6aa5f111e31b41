namespace mentorsync {}
