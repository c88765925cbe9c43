/** Stands in for a package that dialect 1's core names without need. */

module.exports = {};
