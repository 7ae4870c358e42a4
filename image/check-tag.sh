#!/usr/bin/env bash
# Says whether an image may be pushed under a tag: only under the version of the checked-out chart, and only once, so that
# a version that people run is never another image tomorrow. Needs docker with buildx, and changes nothing.
#
#     image/check-tag.sh TAG
set -euo pipefail

tag=${1:-}
image=gofireflyio/k8s-collector
chart=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/charts/firefly-k8s-collector/Chart.yaml

version=$(sed -n 's/^appVersion: "\(.*\)"$/\1/p' "$chart")
if [[ $tag != "$version" ]]; then
  echo "The tag is \"$tag\"; expected \"$version\", the version in Chart.yaml of this branch." >&2
  exit 1
fi
if answer=$(docker buildx imagetools inspect "$image:$tag" 2>&1); then
  echo "$image:$tag exists already; expected a version that was never pushed." >&2
  exit 1
elif [[ $answer != *"not found"* ]]; then
  echo "Whether $image:$tag exists cannot be told: $answer" >&2
  exit 1
fi
