// Package count writes counts as people read them: "1 event", "12,345 events".
package count
