import java.util.Arrays;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.common.settings.Settings;

/** Runs one node of OpenSearch that looks for no others. Arguments: home, ports, classes of further plugins. */
public class OpenSearchServer {
    public static void main(String[] arguments) throws Exception {
        OpenSearchRunner runner = new OpenSearchRunner() {
            @Override
            protected void putIfAbsent(Settings.Builder settings, String key, String value) {
                if (!key.equals("cluster.initial_cluster_manager_nodes")) { // not allowed for a single node
                    super.putIfAbsent(settings, key, value);
                }
            }
        };
        runner.onBuild((number, settings) -> settings
            .put("discovery.type", "single-node")
            .putList("discovery.seed_hosts")
            .put("network.host", "127.0.0.1")
            .put("http.port", arguments[1])
            .put("transport.port", arguments[2])
            .put("cluster.routing.allocation.disk.threshold_enabled", false));
        String plugins = String.join(",", Arrays.copyOfRange(arguments, 3, arguments.length));
        runner.build(OpenSearchRunner.newConfigs().basePath(arguments[0]).numOfNode(1).clusterName("test").useLogger()
            .pluginTypes(plugins));
        Thread.currentThread().join(); // its own threads are daemons
    }
}
