{{/*
What the schema cannot say: values that are missing or contradict each other. Every template begins with this, since
Helm renders them in no order and the first that fails is what people read.
*/}}
{{- define "collector.validate" -}}
{{- /* The schema cannot say what `--reuse-values` is to do with it: that brings the earlier chart's values, and none that are new here. */ -}}
{{- range $name := splitList " " "overrideUniqueClusterId isProduction fetchEverything customResources helmReleases helmDriver collectSecrets suspend backoffLimit successfulJobsHistoryLimit failedJobsHistoryLimit protocol image serviceAccount clusterRole spool openshift hooks redactionKey prometheusRule dashboard rbac" -}}
{{- if kindIs "invalid" (index $.Values $name) -}}
{{- fail (printf "%s has no value. It has a default, which null takes away, and so does helm upgrade --reuse-values from an earlier chart: use --reset-then-reuse-values (Helm 3.14 or newer), or give your own values again without --reuse-values." $name) -}}
{{- end -}}
{{- end -}}

{{- $texts := dict "clusterId" .Values.clusterId "accessKey" .Values.accessKey "secretKey" .Values.secretKey "image.tag" .Values.image.tag -}}
{{- range $name, $value := $texts -}}
{{- /* A values file's numbers are floats by now, whether they were 511, 0777 or 5.11e2; those of --set are integers. An
upgrade gets both as floats, of which the installation has refused what was not exact. */ -}}
{{- $isFloat := and (kindIs "float64" $value) (not $.Release.IsUpgrade) -}}
{{- if and (not (or (kindIs "string" $value) (kindIs "invalid" $value))) (or $isFloat (gt (float64 $value) 9007199254740991.0)) -}}
{{- fail (printf "%s is a number, of which digits may be lost already: quote it in the values file, or give it with --set-string." $name) -}}
{{- end -}}
{{- end -}}

{{- $clusterId := include "collector.text" .Values.clusterId -}}
{{- if not $clusterId -}}
{{- fail "clusterId is empty: set it to the name that this cluster has in Firefly, for example --set clusterId=production-eu." -}}
{{- end -}}
{{- /* `fail` does not end a lint. */ -}}
{{- if and $clusterId (not (regexMatch "^[a-z0-9_-]+$" $clusterId)) -}}
{{- fail (printf "clusterId %q cannot be used: set it to lower-case letters, digits, dashes and underscores only." $clusterId) -}}
{{- end -}}

{{- /* What the chart created for the release before, Helm deletes once the chart does not render it any more. */ -}}
{{- $ownCredentials := include "collector.ownCredentialsName" . -}}
{{- if eq (.Values.existingFireFlyCredentialsSecret | default "") $ownCredentials -}}
{{- fail (printf "existingFireFlyCredentialsSecret is %q, the Secret that this chart creates and would delete: put the keys into a Secret of another name and set existingFireFlyCredentialsSecret to that, or leave it empty." $ownCredentials) -}}
{{- end -}}

{{- if not .Values.existingFireFlyCredentialsSecret -}}
{{- range $name := list "accessKey" "secretKey" -}}
{{- $key := include "collector.text" (get $.Values $name) | trim -}}
{{- if not $key -}}
{{- fail (printf "%s is empty: set accessKey and secretKey to the pair that Firefly's Kubernetes wizard created, or existingFireFlyCredentialsSecret to the name of a Secret that holds them." $name) -}}
{{- end -}}
{{- if regexMatch "\\s" $key -}}
{{- fail (printf "%s has white space in it: set it to the key alone." $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- if (.Values.argocd | default dict).enabled -}}
{{- fail "argocd.enabled is true: the Argo CD crawler is not part of this chart; remove the argocd values. Argo CD applications in the cluster are collected without it." -}}
{{- end -}}

{{- if contains "TZ=" .Values.schedule -}}
{{- fail "schedule begins with a time zone, which the API server refuses: set timeZone to it, and schedule to what follows." -}}
{{- end -}}
{{- /* An older API server would drop the field without a word. */ -}}
{{- if and .Values.timeZone (semverCompare "<1.25.0-0" .Capabilities.KubeVersion.Version) -}}
{{- fail (printf "timeZone is set, which Kubernetes %s does not know: leave it empty, and write the schedule in the time zone of the cluster's controllers, usually UTC." .Capabilities.KubeVersion.Version) -}}
{{- end -}}

{{- if and .Values.sidecars (semverCompare "<1.29.0-0" .Capabilities.KubeVersion.Version) -}}
{{- fail (printf "sidecars is set, which Kubernetes %s would wait for for ever: it takes native sidecars from 1.29 on." .Capabilities.KubeVersion.Version) -}}
{{- end -}}

{{- $deadline := .Values.activeDeadlineSeconds -}}
{{- if and (not (kindIs "invalid" $deadline)) .Values.startJitterSeconds (ge (int64 .Values.startJitterSeconds) (int64 $deadline)) -}}
{{- fail (printf "startJitterSeconds (%d) is not below activeDeadlineSeconds (%d), which would end a run while it waits: lower the one, or raise the other." (int64 .Values.startJitterSeconds) (int64 $deadline)) -}}
{{- end -}}

{{- $tag := include "collector.text" .Values.image.tag -}}
{{- if and (regexMatch "^v?[01]([.].*)?$" $tag) (not .Values.image.digest) -}}
{{- fail (printf "image.tag is %q, an image that does not know this chart's commands: leave it empty, or set a tag from 2 on." $tag) -}}
{{- end -}}

{{- if and .Values.watchNamespace .Values.ignoreNamespaces -}}
{{- fail "watchNamespace and ignoreNamespaces are both set: watchNamespace already leaves out every other namespace, so set only one of them." -}}
{{- end -}}

{{- if and .Values.watchNamespaces .Values.ignoreNamespaces -}}
{{- fail "watchNamespaces and ignoreNamespaces are both set: write what is to be left out into watchNamespaces, with ! before it." -}}
{{- end -}}
{{- if eq (.Values.rbac.scope | default "cluster") "namespaces" -}}
{{- if not .Values.rbac.namespaces -}}
{{- fail "rbac.scope is namespaces and rbac.namespaces is empty: name the namespaces that may be read there." -}}
{{- end -}}
{{- range $name := list "watchNamespace" "watchNamespaces" "ignoreNamespaces" "namespaceSelector" -}}
{{- if index $.Values $name -}}
{{- fail (printf "rbac.scope is namespaces and %s is set: rbac.namespaces already says which namespaces are collected, so leave %s empty." $name $name) -}}
{{- end -}}
{{- end -}}
{{- else if .Values.rbac.namespaces -}}
{{- fail "rbac.namespaces is set and rbac.scope is cluster, which allows every namespace: set rbac.scope=namespaces, or watchNamespaces in place of rbac.namespaces." -}}
{{- end -}}

{{- $added := include "collector.addedTypes" . | fromJsonArray -}}
{{- range $removed := .Values.removeTypes -}}
{{- if has $removed $added -}}
{{- fail (printf "%q is to be added (addTypes or collectSecrets) and removed (removeTypes): name it in one of them only." $removed) -}}
{{- end -}}
{{- /* Globs, which both sides may be: whether two of them overlap, nobody knows. */ -}}
{{- range $name := $added -}}
{{- $parts := splitn "." 2 $name -}}
{{- if and (regexMatch "[*?]" $removed) (include "collector.namesType" (list $removed $parts._0 $parts._1)) -}}
{{- fail (printf "%q is to be added (addTypes or collectSecrets) and %q removed (removeTypes), which takes it in: removal always wins, so name it in one of them only." $name $removed) -}}
{{- end -}}
{{- end -}}
{{- /* A plural without a group means every group's: the collector would let the removal win, the ClusterRole the addition. */ -}}
{{- range $name := $added -}}
{{- $samePlural := eq (splitList "." $name | first) (splitList "." $removed | first) -}}
{{- if and $samePlural (not (and (contains "." $name) (contains "." $removed))) -}}
{{- fail (printf "%q is to be added (addTypes or collectSecrets) and %q removed (removeTypes), which overlaps with it: name it in one of them only, or a group in both." $name $removed) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- if not .Values.fetchEverything -}}
{{- range $name := $added -}}
{{- if and (regexMatch "[*?]" $name) (not (regexMatch "^[*][.][^*?]+$" $name)) -}}
{{- fail (printf "addTypes has the glob %q and fetchEverything is false: RBAC knows no globs but all types of one group, so write *.group, or the names of the types." $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* The collector takes an empty list for the default one. */ -}}
{{- if not (or .Values.fetchEverything (include "collector.resourceTypeNames" . | trim)) -}}
{{- fail "fetchEverything is false and removeTypes leaves nothing to collect: take a type out of removeTypes, or name one in addTypes." -}}
{{- end -}}

{{- $resources := .Values.resources | default dict -}}
{{- range $name := list "cpu" "memory" "ephemeral-storage" -}}
{{- $request := include "collector.quantity" (get ($resources.requests | default dict) $name) -}}
{{- $limit := include "collector.quantity" (get ($resources.limits | default dict) $name) -}}
{{- if and $request $limit (gt (float64 $request) (float64 $limit)) -}}
{{- fail (printf "resources.requests.%s (%v) is above resources.limits.%s (%v), which Kubernetes refuses: lower the request, or set the limit too. Charts before this one requested 512Mi by default; this one needs 128Mi." $name (get $resources.requests $name) $name (get $resources.limits $name)) -}}
{{- end -}}
{{- end -}}

{{- $proxy := .Values.proxy | default dict -}}
{{- if and $proxy.existingSecret (or $proxy.httpsProxy $proxy.httpProxy) -}}
{{- fail "proxy.existingSecret is set, and so is proxy.httpsProxy or proxy.httpProxy: put both addresses into the Secret, under HTTPS_PROXY and HTTP_PROXY, or leave existingSecret empty." -}}
{{- end -}}

{{- $telemetry := .Values.telemetry | default dict -}}
{{- if and $telemetry.existingSecret (not $telemetry.endpoint) -}}
{{- fail "telemetry.existingSecret is set and telemetry.endpoint is empty: set the endpoint that the headers are for, or leave existingSecret empty." -}}
{{- end -}}

{{- $extraCaCerts := .Values.extraCaCerts | default dict -}}
{{- if and $extraCaCerts.pem $extraCaCerts.configMap -}}
{{- fail "extraCaCerts.pem and extraCaCerts.configMap are both set: set only one of them." -}}
{{- end -}}
{{- $ownCaCerts := include "collector.caCertsName" . -}}
{{- if eq ($extraCaCerts.configMap | default "") $ownCaCerts -}}
{{- fail (printf "extraCaCerts.configMap is %q, the ConfigMap that this chart creates of extraCaCerts.pem and would delete: name another one." $ownCaCerts) -}}
{{- end -}}
{{- end -}}

{{/* A string or a whole number as text: `--set clusterId=42` arrives as a number. */}}
{{- define "collector.text" -}}
{{- if kindIs "string" . -}}
{{- . -}}
{{- else if not (kindIs "invalid" .) -}}
{{- int64 . -}}
{{- end -}}
{{- end -}}

{{/* A quantity as Kubernetes writes it (500m, 1.5, 256Mi, 1e9) as a plain number, to be compared; empty when it is none. */}}
{{- define "collector.quantity" -}}
{{- $units := dict "" 1.0 "m" 0.001 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "P" 1e15 "E" 1e18 "Ki" 1024.0 "Mi" 1048576.0 "Gi" 1073741824.0 "Ti" 1099511627776.0 "Pi" 1125899906842624.0 "Ei" 1152921504606846976.0 -}}
{{- $text := toString . -}}
{{- $number := regexFind "^[0-9]*[.]?[0-9]+([eE][+-]?[0-9]+)?" $text -}}
{{- $unit := trimPrefix $number $text -}}
{{- if and $number (hasKey $units $unit) -}}
{{- mulf (float64 $number) (get $units $unit) -}}
{{- end -}}
{{- end -}}
