using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Artic.Models.Onnx;

/// <summary>
/// A model that keeps the contract: a row of features goes in, scores come out. Classifiers (a tensor of scores, or scikit-learn's
/// and LightGBM's sequence of maps), regressors, and recurrent networks whose state is declared. Thread: single owner; it may be
/// loaded on one thread and handed over to another. Owner: <see cref="Dispose"/> frees the session and all tensors. The same
/// library on the same kind of processor gives the same bits for the same input.
/// </summary>
public sealed unsafe class OnnxModel : IDisposable
{
    /// <summary>More scores than a network has that is worth computing here.</summary>
    private const int MaxDenseScores = 64;

    /// <summary>Inputs on which the network computed here is held against ONNX Runtime's.</summary>
    private const int Trials = 32;

    /// <summary>They go up to this: some standard deviations of what is scaled.</summary>
    private const double Widest = 4;

    private const double GoldenRatio = 0.618033988749895;

    /// <summary>Sums are taken in another order than the library's: single precision agrees to about this.</summary>
    private const double SameWithin = 1e-5;

    private readonly OnnxApi _api;
    private readonly OnnxSession _session;
    private readonly int[] _places;
    private readonly float[] _given;
    private readonly double[] _mean;
    private readonly double[] _factor;
    private readonly List<NativeRow> _owned = [];
    private readonly double[] _scores;
    private readonly NativeRow? _output;
    private readonly RecurrentState? _rehearsed;
    private readonly OnnxSignature[] _stateInputs;
    private readonly OnnxSignature[] _stateOutputs;
    private readonly NativeRow[] _inputOf;
    private readonly int[] _placeInInput;
    private readonly int _featureInputs;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _mapElement;
    private readonly DenseNetwork? _dense;
    private byte** _inputNames;
    private byte** _outputNames;
    private nint* _inputValues;
    private nint* _outputValues;

    private OnnxModel(
        OnnxApi api, OnnxSession session, IReadOnlyList<string>? given, ReadOnlySpan<byte> file, string path, bool byLibrary)
    {
        _api = api;
        _session = session;
        try
        {
            Contract = ModelContract.Read(session.FindMetadata, path);
            int width = Contract.Features.Count;
            _places = given == null ? Counted(width) : Contract.PlacesIn(given, path);
            _given = new float[width];
            _mean = [.. Contract.Mean];
            _factor = [.. Contract.Scale];
            (_stateInputs, _stateOutputs) = ModelShape.FindState(session, Contract, path);
            OnnxSignature[] inputs = ModelShape.FindInputs(session, Contract, _stateInputs, path);
            OnnxSignature output = ModelShape.FindOutput(session, Contract, _stateOutputs, path);
            _featureInputs = inputs.Length;
            _inputs = inputs.Length + _stateInputs.Length;
            _outputs = 1 + _stateOutputs.Length;
            Allocate();
            _inputOf = new NativeRow[width];
            _placeInInput = new int[width];
            BindInputs(inputs, width);
            _outputNames[0] = session.NativeName(output, isInput: false);
            BindStateNames();
            _rehearsed = NewState();

            // A run that leaves the output to the library says what comes: files leave sizes free, and maps say nothing.
            (int count, _mapElement) = Explore(output, path);
            if (output.Kind == OnnxKind.Tensor)
            {
                _output = Own(new NativeRow(api, output.ElementType, output.Fixed(count)));
                _outputValues[0] = _output.Value;
            }

            _scores = new double[count];
            Kind = count == 1 && Contract.Classes.Count == 0 ? ScoreKind.Value : ScoreKind.Classes;
            if (Kind == ScoreKind.Classes && Contract.Classes.Count > 0 && Contract.Classes.Count != count)
            {
                throw new OnnxModelException(
                    OnnxModelFault.ShapeMismatch, $"{path}: classes has {Contract.Classes.Count} names, the model gives [1,{count}]");
            }

            if (!byLibrary && inputs.Length == 1 && _owned[0].Floats.Length == width && _output?.Floats.Length == count)
            {
                _dense = Same(DenseGraph.Read(file, inputs[0].Name, width, output.Name));
            }

            if (!TryRunAgain(out OnnxRunStatus status) && status == OnnxRunStatus.RuntimeError)
            {
                throw new OnnxModelException(OnnxModelFault.RunFailed, $"{path}: {LastError}");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What it says about itself.</summary>
    public ModelContract Contract { get; }

    /// <summary>What the scores are.</summary>
    public ScoreKind Kind { get; }

    /// <summary>SHA-256 of the file as it was read, lower-case hexadecimal: what goes on record.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>
    /// The scores of the last run that succeeded, one for each class, or the one value; NaN after one that did not. Allocates nothing.
    /// </summary>
    public ReadOnlySpan<double> Scores
    {
        get
        {
            ThrowIfDisposed();
            return _scores;
        }
    }

    /// <summary>The features of the last run in the model's own order, before scaling. Allocates nothing.</summary>
    public ReadOnlySpan<float> Given => _given;

    /// <summary>It is computed here, and not by ONNX Runtime: a multilayer perceptron of floats.</summary>
    public bool IsDense => _dense != null;

    /// <summary>It is recurrent: <see cref="TryRun"/> wants a state.</summary>
    public bool HasState => _stateInputs.Length > 0;

    /// <summary>What ONNX Runtime said at the last <see cref="OnnxRunStatus.RuntimeError"/>.</summary>
    public string? LastError { get; private set; }

    /// <summary>
    /// Reads and checks a model and runs it on zeros, so that what can fail fails here. Blocks; allocates. Errors:
    /// <see cref="OnnxModelException"/>, and nothing stays allocated.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="given">Names of the features that will be given, in that order; the model may want fewer, and in another order.
    /// Null: its own.</param>
    public static OnnxModel Load(string path, IReadOnlyList<string>? given = null) =>
        Load(OnnxModelFile.Read(path), path, given);

    /// <summary>The same for a file that was read already.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="given">As above.</param>
    /// <param name="byLibrary">ONNX Runtime computes it even where <see cref="IsDense"/> would hold: the yardstick.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "the session belongs to the model that is returned")]
    public static OnnxModel Load(
        ReadOnlySpan<byte> file, string path, IReadOnlyList<string>? given = null, bool byLibrary = false)
    {
        OnnxApi api = OnnxApi.Shared();
        return new OnnxModel(api, new OnnxSession(api, file, path), given, file, path, byLibrary)
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(file)),
        };
    }

    /// <summary>State for one who asks this model; null where it has none. Allocates.</summary>
    public RecurrentState? NewState()
    {
        if (!HasState)
        {
            return null;
        }

        return new RecurrentState(Make(), Make());

        NativeRow[] Make() => Array.ConvertAll(_stateInputs, input => new NativeRow(_api, input.ElementType, input.Fixed(1)));
    }

    /// <summary>
    /// One inference in the calling thread. True where <see cref="Scores"/> may be acted on, and then the state has moved on.
    /// Allocates nothing, except the message at <see cref="OnnxRunStatus.RuntimeError"/>.
    /// </summary>
    /// <param name="features">The features in the order in which they were named at load.</param>
    /// <param name="state">Of a recurrent model, the asking instance's state.</param>
    /// <param name="status">How it ended.</param>
    public bool TryRun(ReadOnlySpan<float> features, RecurrentState? state, out OnnxRunStatus status)
    {
        ThrowIfDisposed();
        bool finite = true;
        for (int i = 0; i < _places.Length; i++)
        {
            float feature = features[_places[i]];
            finite &= float.IsFinite(feature);
            _given[i] = feature;
            _inputOf[i][_placeInInput[i]] = _mean.Length > 0 ? (feature - _mean[i]) / _factor[i] : feature;
        }

        if (!finite)
        {
            status = OnnxRunStatus.InputNotFinite;
            Array.Fill(_scores, double.NaN);
            return false;
        }

        return TryRun(state, out status);
    }

    /// <summary>
    /// Runs it once more on what it was given last, and forgets the answer but for <see cref="Scores"/>: code and weights stay in the
    /// cache. No instance's state moves. Allocates nothing.
    /// </summary>
    public bool TryRunAgain(out OnnxRunStatus status)
    {
        ThrowIfDisposed();
        return TryRun(_rehearsed, out status);
    }

    /// <summary>
    /// Runs it on features of the asker, who forgets the answer: all that his next <see cref="TryRun"/> looks at comes into the cache of
    /// this thread's core. No instance's state moves. Allocates nothing.
    /// </summary>
    public void Rehearse(ReadOnlySpan<float> features) => _ = TryRun(features, _rehearsed, out _);

    /// <summary>Frees everything. May be called again.</summary>
    public void Dispose()
    {
        _owned.ForEach(row => row.Dispose());
        _owned.Clear();
        _rehearsed?.Dispose();
        _session.Dispose();
        NativeMemory.Free(_inputNames);
        _inputNames = _outputNames = null;
        _inputValues = _outputValues = null;
    }

    private bool TryRun(RecurrentState? state, out OnnxRunStatus status)
    {
        for (int i = 0; i < _stateInputs.Length; i++)
        {
            _inputValues[_featureInputs + i] = state!.Now[i].Value;
            _outputValues[1 + i] = state.Next[i].Value;
        }

        if (_dense != null)
        {
            _dense.Run(_owned[0].Floats, _output!.Floats);
        }
        else if (RunLibrary() is var error and not 0)
        {
            LastError = _api.TakeMessage(error);
            status = OnnxRunStatus.RuntimeError;
            Array.Fill(_scores, double.NaN);
            return false;
        }

        if (!TakeScores() || !IsStateFinite(state))
        {
            status = OnnxRunStatus.OutputNotFinite;
            Array.Fill(_scores, double.NaN);
            return false;
        }

        state?.Flip();
        status = OnnxRunStatus.Ok;
        return true;
    }

    private nint RunLibrary() => _api.Run(
        _session.Handle, 0, _inputNames, _inputValues, (nuint)_inputs, _outputNames, (nuint)_outputs, _outputValues);

    /// <summary>
    /// The network, where it gives what ONNX Runtime gives for some inputs; null otherwise. Leaves the input zero.
    /// </summary>
    private DenseNetwork? Same(DenseNetwork? dense)
    {
        Span<float> features = _owned[0].Floats;
        Span<float> scores = stackalloc float[Math.Min(_scores.Length, MaxDenseScores)];
        bool isSame = dense != null && _scores.Length <= MaxDenseScores;
        int drawn = 0;
        for (int trial = 0; trial < Trials && isSame; trial++)
        {
            foreach (ref float feature in features)
            {
                // Multiples of the golden ratio fill an interval evenly and never come again.
                feature = (float)(Widest * ((2 * (++drawn * GoldenRatio % 1)) - 1));
            }

            _api.Check(RunLibrary(), OnnxModelFault.RunFailed, "a trial of the network");
            dense!.Run(features, scores);
            for (int i = 0; i < scores.Length; i++)
            {
                double expected = _output!.Floats[i];
                isSame &= Math.Abs(scores[i] - expected) <= SameWithin * Math.Max(1, Math.Abs(expected));
            }
        }

        features.Clear();
        return isSame ? dense : null;
    }

    private bool IsStateFinite(RecurrentState? state)
    {
        foreach (NativeRow part in state?.Next ?? [])
        {
            if (!part.IsFinite())
            {
                return false;
            }
        }

        return true;
    }

    private bool TakeScores()
    {
        bool finite = true;
        if (_output != null)
        {
            for (int i = 0; i < _scores.Length; i++)
            {
                double score = _output[i];
                finite &= double.IsFinite(score);
                _scores[i] = score;
            }

            return finite;
        }

        nint sequence = _outputValues[0];
        _outputValues[0] = 0;
        return OnnxMaps.TryReadOnly(_api, sequence, _mapElement, _scores);
    }

    /// <summary>Runs it once with an output of the library's own: how many scores there are, and of a map the values' type.</summary>
    private (int Count, int Element) Explore(OnnxSignature output, string path)
    {
        for (int i = 0; i < _stateInputs.Length; i++)
        {
            _inputValues[_featureInputs + i] = _rehearsed!.Now[i].Value;
            _outputValues[1 + i] = _rehearsed.Next[i].Value;
        }

        _api.Check(RunLibrary(), OnnxModelFault.RunFailed, path);
        nint value = _outputValues[0];
        _outputValues[0] = 0;
        try
        {
            return output.Kind == OnnxKind.Tensor
                ? (ModelShape.CountOf(_api, value, output, path), 0)
                : OnnxMaps.Explore(_api, value, path);
        }
        finally
        {
            _api.ReleaseValue(value);
        }
    }

    private void BindInputs(OnnxSignature[] inputs, int width)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            NativeRow row = Own(new NativeRow(_api, inputs[i].ElementType, inputs[i].Fixed(inputs.Length == 1 ? width : 1)));
            _inputNames[i] = _session.NativeName(inputs[i], isInput: true);
            _inputValues[i] = row.Value;
            if (inputs.Length > 1)
            {
                _inputOf[i] = row;
            }
        }

        for (int i = 0; i < width && inputs.Length == 1; i++)
        {
            _inputOf[i] = _owned[0];
            _placeInInput[i] = i;
        }
    }

    private void BindStateNames()
    {
        for (int i = 0; i < _stateInputs.Length; i++)
        {
            _inputNames[_featureInputs + i] = _session.NativeName(_stateInputs[i], isInput: true);
            _outputNames[1 + i] = _session.NativeName(_stateOutputs[i], isInput: false);
        }
    }

    private void Allocate()
    {
        nint* table = (nint*)NativeMemory.AllocZeroed((nuint)(2 * (_inputs + _outputs)), (nuint)sizeof(nint));
        _inputNames = (byte**)table;
        _outputNames = (byte**)(table + _inputs);
        _inputValues = table + _inputs + _outputs;
        _outputValues = _inputValues + _inputs;
    }

    private NativeRow Own(NativeRow row)
    {
        _owned.Add(row);
        return row;
    }

    private static int[] Counted(int count)
    {
        int[] places = new int[count];
        for (int i = 0; i < count; i++)
        {
            places[i] = i;
        }

        return places;
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_session.Handle == 0, this);
}
