using Artic.Models.Onnx;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge.Strategies;

/// <summary>
/// Asks a model at every quote how likely the mid falls or rises (a classifier), or how it will move (a regressor, from -1 to 1), and
/// leans that way where the answer passes a threshold. Thread: the loop's. Errors: <see cref="OnnxModelException"/> at construction where
/// the model does not fit.
/// </summary>
public sealed class OnnxStrategy : IStrategy
{
    /// <summary>Down, flat and up: their places add up to this.</summary>
    private const int Sided = 3;

    private const double UrgentMargin = 0.1;

    private readonly OnnxModel _model;
    private readonly RecurrentState? _state;
    private readonly double _threshold;
    private readonly int _down;
    private readonly int _up;
    private readonly float[] _features = new float[QuoteFeatures.Count];
    private readonly ulong _version;

    /// <param name="models">The owner of the models.</param>
    /// <param name="modelPath">The model's file.</param>
    /// <param name="threshold">Probability, or size of the predicted value, from which it leans.</param>
    public OnnxStrategy(OnnxModels models, string modelPath, double threshold)
    {
        _model = models.Get(modelPath, QuoteFeatures.Names);
        _state = _model.NewState();
        _threshold = threshold;
        (_down, _up) = Sides(_model, modelPath);
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
            // What came before a hole says nothing about what comes after.
            _state?.Reset();
            return false;
        }

        view.Features.Write(view.Quote, _features);
        if (!_model.TryRun(_features, _state, out _))
        {
            Failures++;
            return false;
        }

        ReadOnlySpan<double> scores = _model.Scores;
        double value, strongest;
        if (_model.Kind == ScoreKind.Value)
        {
            value = Math.Clamp(scores[0], -1, 1);
            strongest = Math.Abs(value);
        }
        else
        {
            value = scores[_up] - scores[_down];
            strongest = Math.Max(scores[_down], scores[_up]);
        }

        int target = strongest < _threshold ? 0 : value > 0 ? 1 : -1;
        opinion = new Opinion(value, strongest, target, strongest >= _threshold + UrgentMargin);
        return true;
    }

    /// <inheritdoc/>
    public void Rehearse(MarketView view)
    {
        if (view.Features.IsWarm)
        {
            view.Features.Write(view.Quote, _features);
        }

        _model.Rehearse(_features);
    }

    /// <inheritdoc/>
    public void Explain(Signal signal)
    {
        ReadOnlySpan<double> scores = _model.Scores;
        bool isValue = _model.Kind == ScoreKind.Value;
        signal.FeaturesHash = FeatureHash.Of(_model.Given);
        signal.ModelVersion = _version;
        signal.Reason = SignalReason.Model;
        signal.First = scores[_down];
        signal.Second = isValue || scores.Length != Sided ? 0 : scores[Sided - _down - _up];
        signal.Third = isValue ? 0 : scores[_up];
        signal.Fourth = _threshold;
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        state.Write(Failures);
        _state?.Save(state);
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        Failures = state.ReadInt64();
        _state?.Load(state);
    }

    /// <inheritdoc/>
    public bool OnBar(Bar bar, out Opinion opinion)
    {
        opinion = default;
        return false;
    }

    /// <summary>Places of the classes down and up: named so, or the first and the last of two or three.</summary>
    private static (int Down, int Up) Sides(OnnxModel model, string path)
    {
        if (model.Kind == ScoreKind.Value)
        {
            return (0, 0);
        }

        int down = IndexOf(model.Contract.Classes, "down");
        int up = IndexOf(model.Contract.Classes, "up");
        if (model.Contract.Classes.Count == 0 && model.Scores.Length is 2 or 3)
        {
            (down, up) = (0, model.Scores.Length - 1);
        }

        return down >= 0 && up >= 0
            ? (down, up)
            : throw new OnnxModelException(
                OnnxModelFault.MetadataInvalid,
                $"{path}: it has {model.Scores.Length} classes; two or three, or classes with 'down' and 'up' among them, can be traded");
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        int at = names.Count - 1;
        while (at >= 0 && names[at] != name)
        {
            at--;
        }

        return at;
    }
}
