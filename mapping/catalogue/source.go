package catalogue

import (
	"slices"
	"strings"
)

// warehouses are the first words of the keys of data sources that are data
// warehouses (LaunchDarkly docs, home/warehouse-native).
var warehouses = []string{"snowflake", "databricks", "redshift", "bigquery", "athena", "synapse", "clickhouse", "postgres", "postgresql"}

// Host says who holds the events of a data source.
type Host uint8

// The hosts.
const (
	HostUnknown      Host = iota
	HostLaunchDarkly      // LaunchDarkly itself
	HostWarehouse         // a data warehouse, which what Segment sends to LaunchDarkly does not reach
)

// hostOf says who holds the events of a data source. One that is not given is
// LaunchDarkly.
func hostOf(source string) Host {
	if source == "" || source == "launchdarkly-hosted" { // as of nearly all, and asked of every event
		return HostLaunchDarkly
	}
	source = strings.ToLower(source)
	first, _, _ := strings.Cut(strings.NewReplacer("_", "-", ".", "-", " ", "-").Replace(source), "-")
	switch {
	case source == "launchdarkly", source == "launchdarkly-hosted":
		return HostLaunchDarkly
	case slices.Contains(warehouses, first):
		return HostWarehouse
	}
	return HostUnknown
}

// Warehouse reports whether the experiment is analysed in a data warehouse.
func (e *Experiment) Warehouse() bool { return hostOf(e.DataSource) == HostWarehouse }

// Host says who holds the metric's events.
func (m *Metric) Host() Host { return hostOf(m.DataSource) }

// Warehouse reports whether the metric is computed from the events of a data
// warehouse, which what Segment sends to LaunchDarkly does not reach.
func (m *Metric) Warehouse() bool { return m.Host() == HostWarehouse }
