#!/usr/bin/env bash
#
# Replaces the Helm release of an earlier Firefly collector by one of this chart: reads the release's values, checks that
# the new chart accepts them, uninstalls the old release and installs the new one under the same name with the same
# values. Whatever is missing is said before anything is changed.

set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: migrate-helm-release.sh [--dry-run]

  --dry-run   Print what would be done, with keys masked, and change nothing.

Needs helm and jq. Environment:
  FIREFLY_COLLECTOR_NAMESPACE   Namespace of the release (default: firefly)
  HELM_RELEASE_NAME             Name of the release (default: firefly)
  FIREFLY_CHART                 Chart to install (default: the one next to this script, else the published one)
TEXT
}

fail() {
  printf 'migrate-helm-release: %s\n' "$1" >&2
  exit "${2:-1}"
}

dry_run=false
for argument in "$@"; do
  case "$argument" in
    --dry-run) dry_run=true ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) fail "unknown argument \"$argument\"; --help says what there is." 2 ;;
  esac
done

for tool in helm jq; do
  command -v "$tool" >/dev/null || fail "$tool is not on the PATH: install it, then run this again. Nothing was changed."
done

namespace="${FIREFLY_COLLECTOR_NAMESPACE:-firefly}"
release="${HELM_RELEASE_NAME:-firefly}"

chart_beside="$(dirname "${BASH_SOURCE[0]}")/../charts/firefly-k8s-collector"
if [[ -n "${FIREFLY_CHART:-}" ]]; then
  chart=("$FIREFLY_CHART")
elif [[ -f "$chart_beside/Chart.yaml" ]]; then
  chart=("$chart_beside")
else
  chart=(firefly-k8s-collector --repo https://gofireflyio.github.io/k8s-collector)
fi

values="$(helm get values "$release" --namespace "$namespace" --output json)" ||
  fail "the values of release \"$release\" in namespace \"$namespace\" cannot be read: set HELM_RELEASE_NAME and FIREFLY_COLLECTOR_NAMESPACE to where it is installed. Nothing was changed."

missing="$(jq -r '
  . as $values
  | def given: ($values[.] // "") != "";
  ["clusterId"] + (if "existingFireFlyCredentialsSecret" | given then [] else ["accessKey", "secretKey"] end)
  | map(select(given | not))
  | join(", ")' <<<"$values")"
[[ -z "$missing" ]] ||
  fail "release \"$release\" in namespace \"$namespace\" has no value for $missing: migrate by hand, as the docs describe. Nothing was changed."

# The earlier images know nothing of this chart's commands. What --set stored as a number is text to the new chart; one
# too large to be exact is left for the chart to refuse.
values="$(jq 'del(.image, .offBoarderImage)
  | with_entries(
      if (.key | IN("clusterId", "accessKey", "secretKey")) and (.value | type == "number" and . <= 9007199254740991)
      then .value |= tostring else . end)' <<<"$values")"

uninstall=(helm uninstall "$release" --namespace "$namespace" --wait)
# Values go through standard input: arguments can be read by every process of the machine.
install=(helm install "$release" "${chart[@]}" --namespace "$namespace" --create-namespace --values -)

helm template "$release" "${chart[@]}" --namespace "$namespace" --values - <<<"$values" >/dev/null ||
  fail "the new chart does not accept the values of release \"$release\", see above. Nothing was changed."

if [[ "$dry_run" == true ]]; then
  printf 'Would run:\n  %s\n  %s\nwith these values:\n' "${uninstall[*]}" "${install[*]}"
  jq 'walk(if type == "object"
           then with_entries(if (.key | test("(key|token|password)$"; "i")) and .value != null then .value = "***" else . end)
           else . end)' <<<"$values"
  exit 0
fi

# Uninstalling deletes the values with the release. mktemp makes a file that only its owner can read.
backup="$(mktemp)"
printf '%s\n' "$values" >"$backup"

"${uninstall[@]}" || fail "release \"$release\" could not be uninstalled, see above. Its values, keys included, are in $backup."
"${install[@]}" <"$backup" ||
  fail "release \"$release\" was uninstalled, but the new one could not be installed, see above. Once that is mended, run: ${install[*]} < $backup (delete that file afterwards: it holds the keys)."

rm -f "$backup"
printf 'Release "%s" in namespace "%s" now runs the new chart.\n' "$release" "$namespace"
