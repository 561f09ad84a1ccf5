import java.util.Map;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/** Stands for the unpublished module analysis-common: the whitespace tokenizer, and Snowball's stemmers. */
public class TestAnalysisPlugin extends Plugin implements AnalysisPlugin {
    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of("whitespace", (index, environment, name, settings) ->
            TokenizerFactory.newFactory(name, WhitespaceTokenizer::new));
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of("stemmer", (index, environment, name, settings) -> {
            String language = settings.get("language", "english");
            String stemmer = language.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + language.substring(1);
            requireStemmer(stemmer);
            return new TokenFilterFactory() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public TokenStream create(TokenStream input) {
                    return new SnowballFilter(input, stemmer);
                }
            };
        });
    }

    private static void requireStemmer(String name) {
        try {
            Class.forName("org.tartarus.snowball.ext." + name + "Stemmer");
        } catch (ClassNotFoundException error) {
            throw new IllegalArgumentException("Invalid stemmer class specified: " + name, error);
        }
    }
}
