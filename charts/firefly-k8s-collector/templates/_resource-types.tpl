{{/*
Which resource types may be read with fetchEverything=false: the lists that typeList names
(files/default-resource-types.json and recent-resource-types.json, links to the files that the collector itself is built
with), then removeTypes, then addTypes.
*/}}

{{/* addTypes and what the deprecated collectSecrets adds, as a JSON array. */}}
{{- define "collector.addedTypes" -}}
{{- $added := .Values.addTypes | default list -}}
{{- if .Values.collectSecrets -}}
{{- $added = append $added "secrets" -}}
{{- end -}}
{{- toJson (uniq $added) -}}
{{- end -}}

{{/* "true" when a name of addTypes or removeTypes, a glob at times, means a type: list of the name, the type's plural and its group. */}}
{{- define "collector.namesType" -}}
{{- $name := index . 0 -}}
{{- $plural := index . 1 -}}
{{- $group := index . 2 | default "core" -}}
{{- $parts := splitn "." 2 $name -}}
{{- $ofPlural := regexQuoteMeta $parts._0 | replace "\\*" ".*" | replace "\\?" "." -}}
{{- $ofGroup := regexQuoteMeta ($parts._1 | default "*") | replace "\\*" ".*" | replace "\\?" "." -}}
{{- if and (regexMatch (printf "^(%s)$" $ofPlural) $plural) (regexMatch (printf "^(%s)$" $ofGroup) $group) -}}
true
{{- end -}}
{{- end -}}

{{/*
The result, as JSON: {group: [resource or resource/subresource]}. The core group is "", and "*" holds added names for
which no group is known: those are granted, and collected, in every group that serves them.
*/}}
{{- define "collector.resourceTypes" -}}
{{- $defaults := .Files.Get "files/default-resource-types.json" | fromJson -}}
{{- if eq (.Values.typeList | default "default") "default+recent" -}}
{{- range $group, $names := .Files.Get "files/recent-resource-types.json" | fromJson -}}
{{- $_ := set $defaults $group (concat (get $defaults $group | default list) $names | sortAlpha) -}}
{{- end -}}
{{- end -}}
{{- $removed := .Values.removeTypes | default list -}}
{{- $types := dict -}}

{{- range $group, $names := $defaults -}}
{{- $kept := list -}}
{{- range $name := $names -}}
{{- $plural := splitList "/" $name | first -}}
{{- $gone := false -}}
{{- range $removed -}}
{{- if or (include "collector.namesType" (list . $plural $group)) (include "collector.namesType" (list . $name $group)) -}}
{{- $gone = true -}}
{{- end -}}
{{- end -}}
{{- if not $gone -}}
{{- $kept = append $kept $name -}}
{{- end -}}
{{- end -}}
{{- if $kept -}}
{{- $_ := set $types $group $kept -}}
{{- end -}}
{{- end -}}

{{- range $name := include "collector.addedTypes" . | fromJsonArray -}}
{{- $plural := splitList "." $name | first -}}
{{- $groups := list -}}
{{- if ne $plural $name -}}
{{- $group := trimPrefix (print $plural ".") $name -}}
{{- $groups = list (eq $group "core" | ternary "" $group) -}}
{{- else if eq $plural "secrets" -}}
{{- /* Not a default type, and the last one to be granted in groups that nobody named. */ -}}
{{- $groups = list "" -}}
{{- else -}}
{{- range $group, $names := $defaults -}}
{{- if has $plural $names -}}
{{- $groups = append $groups $group -}}
{{- end -}}
{{- end -}}
{{- if not $groups -}}
{{- $groups = list "*" -}}
{{- end -}}
{{- end -}}
{{- range $group := $groups -}}
{{- $all := append (get $types $group | default list) $plural | uniq | sortAlpha -}}
{{- $_ := set $types $group (has "*" $all | ternary (list "*") $all) -}}
{{- end -}}
{{- end -}}

{{- toJson $types -}}
{{- end -}}

{{/* The same as the collector reads it, one name a line: `plural.group`, or `plural` for every group. No subresources: they are never listed. */}}
{{- define "collector.resourceTypeNames" -}}
{{- range $group, $names := include "collector.resourceTypes" . | fromJson -}}
{{- range $name := $names -}}
{{- if not (contains "/" $name) }}
{{ $name }}{{ if ne $group "*" }}.{{ $group | default "core" }}{{ end }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* "true" when the collector is to read Helm releases: wanted, and with permission to read where they lie. */}}
{{- define "collector.readsHelmReleases" -}}
{{- if .Values.helmReleases -}}
{{- if .Values.fetchEverything -}}
true
{{- else -}}
{{- $types := include "collector.resourceTypes" . | fromJson -}}
{{- $stored := eq .Values.helmDriver "configmap" | ternary "configmaps" "secrets" -}}
{{- $core := get $types "" | default list -}}
{{- if or (has $stored $core) (has "*" $core) -}}
true
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
