using Artic.SignalBridge.Onnx;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge.Strategies;

/// <summary>
/// Asks a model at every quote how likely the mid falls or rises, and leans that way where the probability passes a
/// threshold. Thread: the loop's. Errors: <see cref="OnnxModelException"/> at construction where the model does not fit.
/// </summary>
public sealed class OnnxStrategy : IStrategy
{
    private const int Classes = 3;
    private const int Down = 0;
    private const int Up = 2;
    private const double UrgentMargin = 0.1;

    private readonly OnnxModel _model;
    private readonly double _threshold;
    private readonly ulong _version;

    /// <param name="models">The owner of the models.</param>
    /// <param name="modelPath">The model's file.</param>
    /// <param name="threshold">Probability above which it leans.</param>
    public OnnxStrategy(OnnxModels models, string modelPath, double threshold)
    {
        _model = models.Get(modelPath, QuoteFeatures.Count, Classes);
        _threshold = threshold;
        string wanted = string.Join(", ", _model.FeatureNames);
        string given = string.Join(", ", QuoteFeatures.Names);
        if (wanted != given)
        {
            throw new InvalidDataException($"{modelPath} wants the features [{wanted}], the bridge gives [{given}]");
        }

        _version = Convert.ToUInt64(_model.Sha256[..16], 16);
    }

    /// <inheritdoc/>
    public StrategyFeeds Feeds => StrategyFeeds.Quotes;

    /// <inheritdoc/>
    public string ModelSha256 => _model.Sha256;

    /// <summary>Inferences that failed or gave no number; the instance did not act on them.</summary>
    public long Failures { get; private set; }

    /// <inheritdoc/>
    public bool OnQuote(MarketView view, out Opinion opinion)
    {
        opinion = default;
        if (!view.Features.IsWarm)
        {
            return false;
        }

        view.Features.Write(view.Quote, _model.Input);
        if (!_model.TryRun(out _))
        {
            Failures++;
            return false;
        }

        double down = _model.Output[Down];
        double up = _model.Output[Up];
        double strongest = Math.Max(down, up);
        int target = strongest < _threshold ? 0 : up > down ? 1 : -1;
        opinion = new Opinion(up - down, strongest, target, strongest >= _threshold + UrgentMargin);
        return true;
    }

    /// <inheritdoc/>
    public void Explain(Signal signal)
    {
        signal.FeaturesHash = FeatureHash.Of(_model.Input);
        signal.ModelVersion = _version;
        signal.Reason = SignalReason.Model;
        signal.First = _model.Output[Down];
        signal.Second = _model.Output[Down + 1];
        signal.Third = _model.Output[Up];
        signal.Fourth = _threshold;
    }

    /// <inheritdoc/>
    public void Save(StateWriter state) => state.Write(Failures);

    /// <inheritdoc/>
    public void Load(StateReader state) => Failures = state.ReadInt64();

    /// <inheritdoc/>
    public bool OnBar(Bar bar, out Opinion opinion)
    {
        opinion = default;
        return false;
    }
}
