// Package module reads the metrics of a Terraform module as it is written: the resources
// launchdarkly_metric of its *.tf and *.tf.json files, and of the local modules that it
// calls.
//
// Expressions are evaluated by HCL's own evaluator with the functions of go-cty: what
// literals, locals, variables with a default or a value in terraform.tfvars and
// *.auto.tfvars, count and for_each, attributes of other resources and outputs of local
// modules come to. It promises:
//
//   - What it gives of a metric is what a plan of the module would say of it. What cannot
//     be known without Terraform is never guessed: it is said, with its place and why.
//   - A mistake is a [*tree.Error] with its line and column, safe to print.
//   - A file takes bounded time and memory to parse: its size and nesting are limited
//     before HCL sees it. What its expressions come to is limited too, and how many metrics
//     there may be.
//
// It runs no provider, asks nobody, and reads no file but through the [Source] it is given:
// what file("…") names only beneath the directory of the root module.
// Of the environment (TF_VAR_…), of -var and of -var-file it knows nothing.
package module
