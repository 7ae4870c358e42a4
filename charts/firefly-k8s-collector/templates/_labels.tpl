{{/* What never changes between versions of a release: selectors use these. */}}
{{- define "collector.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "collector.labels" -}}
{{- with omit (.Values.commonLabels | default dict) "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/version" "app.kubernetes.io/part-of" "app.kubernetes.io/managed-by" "app.kubernetes.io/component" "helm.sh/chart" }}
{{- toYaml . }}
{{ end -}}
{{ include "collector.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: firefly
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{/* Labels of one component's pods: list of the root and the component's name. The chart's own win over podLabels. */}}
{{- define "collector.podLabels" -}}
{{- $root := index . 0 -}}
{{- $own := include "collector.labels" $root | fromYaml -}}
{{- $_ := set $own "app.kubernetes.io/component" (index . 1) -}}
{{- toYaml (merge $own ($root.Values.podLabels | default dict)) }}
{{- end -}}

{{/* The field of one object, on a line of its own: list of the root, the object's own annotations, which win over commonAnnotations, and the indentation. */}}
{{- define "collector.annotations" -}}
{{- with merge (dict) (index . 1 | default dict) ((index . 0).Values.commonAnnotations | default dict) -}}
{{- printf "annotations:\n%s" (toYaml . | indent 2) | nindent (index $ 2) -}}
{{- end -}}
{{- end -}}
