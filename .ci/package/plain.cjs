// Run by `.ci/run`: JavaScript in CommonJS, which Node lets require ES modules that await nothing at their top.
const assert = require('node:assert/strict')
const { startHierarchy, InputError } = require('sitemode')

void assert.rejects(startHierarchy({ sites: [] }), InputError)
