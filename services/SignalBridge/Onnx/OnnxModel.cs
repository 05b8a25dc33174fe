using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Artic.SignalBridge.Onnx;

/// <summary>
/// A classifier of one row of features: write <see cref="Input"/>, call <see cref="TryRun"/>, read
/// <see cref="Output"/>. Thread: single owner; it may be loaded on one thread and handed over to another. Owner: the
/// tensors are native memory that lives until <see cref="Dispose"/>; no span taken from here may outlive it. The same
/// library on the same kind of processor gives the same bits for the same input.
/// </summary>
public sealed unsafe class OnnxModel : IDisposable
{
    /// <summary>The largest file that is read.</summary>
    public const int MaxFileBytes = 64 << 20;

    private const nuint Alignment = 64;

    private readonly OnnxApi _api;
    private readonly OnnxSession _session;
    private readonly int _width;
    private readonly int _classes;
    private float* _input;
    private float* _output;
    private nint _inputValue;
    private nint _outputValue;
    private byte* _inputName;
    private byte* _outputName;

    private OnnxModel(OnnxApi api, OnnxSession session, int width, int classes)
    {
        _api = api;
        _session = session;
        _width = width;
        _classes = classes;
    }

    /// <summary>The row of features, [1, inputWidth], zero at first. Allocates nothing.</summary>
    public Span<float> Input
    {
        get
        {
            ThrowIfDisposed();
            return new Span<float>(_input, _width);
        }
    }

    /// <summary>
    /// The row of class scores, [1, outputClasses], of the last run that succeeded; NaN after one that did not.
    /// Allocates nothing.
    /// </summary>
    public Span<float> Output
    {
        get
        {
            ThrowIfDisposed();
            return new Span<float>(_output, _classes);
        }
    }

    /// <summary>
    /// The model's own names of its features, in the order of the input; empty where it carries none.
    /// </summary>
    public IReadOnlyList<string> FeatureNames { get; private set; } = [];

    /// <summary>SHA-256 of the file as it was read, lower-case hexadecimal: what goes on record.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>What ONNX Runtime said at the last <see cref="OnnxRunStatus.RuntimeError"/>.</summary>
    public string? LastError { get; private set; }

    /// <summary>
    /// Reads and checks a model and runs it once on zeros, so that what can fail fails here. It has one float input
    /// [1, <paramref name="inputWidth"/>] and one float output [1, <paramref name="outputClasses"/>] beside outputs of
    /// other types, such as labels; sizes that the file leaves free fit. Blocks; allocates.
    /// Errors: <see cref="OnnxModelException"/>, and nothing stays allocated.
    /// </summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "the session belongs to the model that is returned")]
    public static OnnxModel Load(string path, int inputWidth, int outputClasses)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputClasses);
        byte[] file = OnnxModelFile.Read(path, MaxFileBytes);
        OnnxApi api = OnnxApi.Shared();
        OnnxModel model = new(api, new OnnxSession(api, file, path), inputWidth, outputClasses);
        try
        {
            OnnxSession session = model._session;
            OnnxSignature input = OnnxContract.FindInput(session.Inputs, inputWidth, path);
            OnnxSignature output = OnnxContract.FindOutput(session.Outputs, outputClasses, path);
            model.FeatureNames = OnnxContract.ReadFeatureNames(session.FindMetadata("feature_names"), inputWidth, path);
            model.Sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
            model.Bind(input, output);
            if (!model.TryRun(out OnnxRunStatus status) && status == OnnxRunStatus.RuntimeError)
            {
                throw new OnnxModelException(OnnxModelFault.RunFailed, $"{path}: {model.LastError}");
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>
    /// One inference in the calling thread. True where <see cref="Output"/> may be acted on. Allocates nothing,
    /// except the message at <see cref="OnnxRunStatus.RuntimeError"/>. 2.6 µs p50 and 2.9 µs p99 for
    /// models/microprice.onnx in a native binary (two cores of a Zen 5 virtual machine).
    /// </summary>
    public bool TryRun(out OnnxRunStatus status)
    {
        ThrowIfDisposed();
        if (!AllFinite(_input, _width))
        {
            status = OnnxRunStatus.InputNotFinite;
            Invalidate();
            return false;
        }

        byte* inputName = _inputName, outputName = _outputName;
        nint inputValue = _inputValue, outputValue = _outputValue;
        nint error = _api.Run(_session.Handle, 0, &inputName, &inputValue, 1, &outputName, 1, &outputValue);
        if (error != 0)
        {
            LastError = _api.TakeMessage(error);
            status = OnnxRunStatus.RuntimeError;
            Invalidate();
            return false;
        }

        if (!AllFinite(_output, _classes))
        {
            status = OnnxRunStatus.OutputNotFinite;
            Invalidate();
            return false;
        }

        status = OnnxRunStatus.Ok;
        return true;
    }

    /// <summary>A metadata property of the model, such as "scaling" (JSON text), or null. Allocates.</summary>
    public string? FindMetadata(string key)
    {
        ThrowIfDisposed();
        return _session.FindMetadata(key);
    }

    /// <summary>Frees the session and both tensors. May be called again.</summary>
    public void Dispose()
    {
        Release(ref _inputValue);
        Release(ref _outputValue);
        _session.Dispose();
        NativeMemory.AlignedFree(_input);
        NativeMemory.AlignedFree(_output);
        _input = _output = null;
    }

    private static bool AllFinite(float* values, int count)
    {
        for (int index = 0; index < count; index++)
        {
            if (!float.IsFinite(values[index]))
            {
                return false;
            }
        }

        return true;
    }

    private void Bind(OnnxSignature input, OnnxSignature output)
    {
        _input = AllocateRow(_width);
        _output = AllocateRow(_classes);
        _inputValue = CreateTensor(_input, _width);
        _outputValue = CreateTensor(_output, _classes);
        _inputName = _session.NativeName(input, isInput: true);
        _outputName = _session.NativeName(output, isInput: false);
    }

    private static float* AllocateRow(int width)
    {
        float* row = (float*)NativeMemory.AlignedAlloc((nuint)width * sizeof(float), Alignment);
        new Span<float>(row, width).Clear();
        return row;
    }

    private nint CreateTensor(float* row, int width)
    {
        long* shape = stackalloc long[2] { 1, width };
        nint value;
        _api.Check(_api.CreateTensorWithDataAsOrtValue(
            _api.CpuMemory, row, (nuint)width * sizeof(float), shape, 2, OnnxSignature.Float, &value));
        return value;
    }

    // What was refused must not look like an answer.
    private void Invalidate() => new Span<float>(_output, _classes).Fill(float.NaN);

    private void Release(ref nint value)
    {
        if (value != 0)
        {
            _api.ReleaseValue(value);
            value = 0;
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_session.Handle == 0, this);
}
