package fakeld

import (
	"encoding/json"
	"fmt"
)

// Metric returns a custom metric as the API lists it (LaunchDarkly API,
// MetricListingRep), randomized by user and used by no experiment.
func Metric(key, eventKey string, numeric bool) string {
	aggregation := "average"
	if numeric {
		aggregation = "sum"
	}
	return object(map[string]any{
		"_id": "66b1f0a2c4d5e6f708192a01", "_versionId": "0f3c7d52-6a1e-4b8e-9d59-2b6f4f0c1a01", "_version": 1,
		"key": key, "name": "The metric " + key, "kind": "custom", "tags": []string{}, "_creationDate": 1746108000000,
		"_links":             map[string]any{"self": map[string]string{"href": "/api/v2/metrics/" + Project + "/" + key, "type": "application/json"}},
		"_maintainer":        map[string]string{"firstName": "Ana", "lastName": "Ruiz", "email": "ana@example.com"},
		"_attachedFlagCount": 0, "experimentCount": 0, "activeExperimentCount": 0, "activeGuardedRolloutCount": 0,
		"isNumeric": numeric, "eventKey": eventKey, "successCriteria": "HigherThanBaseline",
		"randomizationUnits": []string{"user"}, "unitAggregationType": aggregation, "analysisType": "mean",
		"dataSource": map[string]string{"key": "launchdarkly-hosted"},
	})
}

// Metrics returns n metrics, metric-0000 counting "Event 0" and so on.
func Metrics(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = Metric(fmt.Sprintf("metric-%04d", i), fmt.Sprintf("Event %d", i), i%2 == 0)
	}
	return all
}

// Experiment returns a running experiment as the API lists it (LaunchDarkly API,
// Experiment), of one flag, with metrics by their keys.
func Experiment(key, unit string, metricKeys ...string) string {
	metrics := []any{}
	for _, k := range metricKeys {
		metrics = append(metrics, map[string]any{
			"key": k, "_versionId": "0f3c7d52-6a1e-4b8e-9d59-2b6f4f0c1a01", "name": "The metric " + k, "kind": "custom", "isGroup": false,
		})
	}
	return object(map[string]any{
		"_id": "66d3a1b2c3d4e5f607182930", "key": key, "name": "The experiment " + key, "environmentKey": Environment,
		"dataSource": "launchdarkly", "methodology": "bayesian", "_creationDate": 1785542400000,
		"currentIteration": map[string]any{
			"_id": "66d3a1b2c3d4e5f607182931", "status": "running", "startedAt": 1785628800000,
			"randomizationUnit": unit, "flags": map[string]any{"flag-of-" + key: map[string]any{}}, "metrics": metrics,
		},
	})
}

// object writes JSON, its members sorted.
func object(members map[string]any) string {
	text, err := json.Marshal(members)
	if err != nil {
		return `{"error":true}` // maps of strings and numbers always marshal
	}
	return string(text)
}
