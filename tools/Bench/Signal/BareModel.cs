using System.Runtime.InteropServices;
using Artic.Models.Onnx;

namespace Artic.Bench.Signal;

/// <summary>
/// The yardstick: one float input and one float output through ONNX Runtime's C API and nothing else, by names or by a binding that
/// is made once. Owner: <see cref="Dispose"/> frees all. Thread: one.
/// </summary>
internal sealed unsafe class BareModel : IDisposable
{
    private readonly OnnxApi _api = OnnxApi.Shared();
    private readonly nint _session;
    private readonly nint _inputValue;
    private readonly nint _outputValue;
    private readonly nint _binding;
    private readonly byte* _inputName;
    private readonly byte* _outputName;

    /// <param name="file">The model.</param>
    /// <param name="input">Name and width of its input.</param>
    /// <param name="output">Name and width of its output.</param>
    /// <param name="isBound">Run by a binding, not by names.</param>
    /// <param name="change">Changes the session's options.</param>
    public BareModel(byte[] file, (string Name, int Width) input, (string Name, int Width) output, bool isBound, Action<OnnxApi, nint>? change)
    {
        nint options, session, binding;
        _api.Check(_api.CreateSessionOptions(&options));
        _api.Check(_api.SetIntraOpNumThreads(options, 1));
        _api.Check(_api.SetInterOpNumThreads(options, 1));
        _api.Check(_api.SetSessionGraphOptimizationLevel(options, 99));
        change?.Invoke(_api, options);
        fixed (byte* bytes = file)
        {
            _api.Check(_api.CreateSessionFromArray(_api.Environment, bytes, (nuint)file.Length, options, &session));
        }

        _api.ReleaseSessionOptions(options);
        _session = session;
        Input = (float*)NativeMemory.AlignedAlloc((nuint)input.Width * sizeof(float), 64);
        Output = (float*)NativeMemory.AlignedAlloc((nuint)output.Width * sizeof(float), 64);
        new Span<float>(Input, input.Width).Clear();
        _inputValue = Tensor(Input, input.Width);
        _outputValue = Tensor(Output, output.Width);
        _inputName = (byte*)Marshal.StringToCoTaskMemUTF8(input.Name);
        _outputName = (byte*)Marshal.StringToCoTaskMemUTF8(output.Name);
        if (isBound)
        {
            _api.Check(_api.CreateIoBinding(session, &binding));
            _binding = binding;
            _api.Check(_api.BindInput(binding, _inputName, _inputValue));
            _api.Check(_api.BindOutput(binding, _outputName, _outputValue));
        }
    }

    /// <summary>The row that goes in.</summary>
    public float* Input { get; }

    /// <summary>The row that comes out.</summary>
    public float* Output { get; }

    /// <summary>One run.</summary>
    public void Run()
    {
        if (_binding != 0)
        {
            _api.Check(_api.RunWithBinding(_session, 0, _binding));
            return;
        }

        byte* inputName = _inputName, outputName = _outputName;
        nint inputValue = _inputValue, outputValue = _outputValue;
        _api.Check(_api.Run(_session, 0, &inputName, &inputValue, 1, &outputName, 1, &outputValue));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_binding != 0)
        {
            _api.ReleaseIoBinding(_binding);
        }

        _api.ReleaseValue(_inputValue);
        _api.ReleaseValue(_outputValue);
        _api.ReleaseSession(_session);
        Marshal.FreeCoTaskMem((nint)_inputName);
        Marshal.FreeCoTaskMem((nint)_outputName);
        NativeMemory.AlignedFree(Input);
        NativeMemory.AlignedFree(Output);
    }

    private nint Tensor(float* row, int width)
    {
        long* shape = stackalloc long[2] { 1, width };
        nint value;
        _api.Check(_api.CreateTensorWithDataAsOrtValue(
            _api.CpuMemory, row, (nuint)width * sizeof(float), shape, 2, OnnxElement.Float, &value));
        return value;
    }
}
