using System.Runtime.InteropServices;

namespace Artic.Models.Onnx;

/// <summary>
/// The functions of ONNX Runtime's C API that this project calls, and the process's one environment.
/// Thread: every function here may be called from any thread; a session has one owner.
/// Source: struct OrtApi in onnxruntime_c_api.h (API version 29; entries are only ever added at its end). A number
/// below is a function's place in that struct.
/// </summary>
internal sealed unsafe class OnnxApi
{
    /// <summary>All places used here are older than this; a library older than 1.17 is not tested.</summary>
    private const uint ApiVersion = 17;

    private const int LogOnlyFatal = 4;
    private const int DeviceAllocator = 0;
    private const int DefaultMemory = 0;
    private const int NotImplemented = 9;
    private const string KernelRefused = "Exception during initialization";
    private const string NoOperator = "No Op registered for";
    private const string NotRegistered = "is not a registered function/op";

    private static readonly Lock Gate = new();
    private static OnnxApi? shared;

    public readonly delegate* unmanaged[Cdecl]<nint, int> GetErrorCode;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*> GetErrorMessage;
    public readonly delegate* unmanaged[Cdecl]<nint, void*, nuint, nint, nint*, nint> CreateSessionFromArray;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint> Run;
    public readonly delegate* unmanaged[Cdecl]<nint*, nint> CreateSessionOptions;
    public readonly delegate* unmanaged[Cdecl]<nint, int, nint> SetSessionGraphOptimizationLevel;
    public readonly delegate* unmanaged[Cdecl]<nint, int, nint> SetIntraOpNumThreads;
    public readonly delegate* unmanaged[Cdecl]<nint, int, nint> SetInterOpNumThreads;
    public readonly delegate* unmanaged[Cdecl]<nint, nuint*, nint> SessionGetInputCount;
    public readonly delegate* unmanaged[Cdecl]<nint, nuint*, nint> SessionGetOutputCount;
    public readonly delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint> SessionGetInputTypeInfo;
    public readonly delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint> SessionGetOutputTypeInfo;
    public readonly delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint> SessionGetInputName;
    public readonly delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint> SessionGetOutputName;
    public readonly delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>
        CreateTensorWithDataAsOrtValue;

    public readonly delegate* unmanaged[Cdecl]<nint, nint*, nint> CastTypeInfoToTensorInfo;
    public readonly delegate* unmanaged[Cdecl]<nint, int*, nint> GetOnnxTypeFromTypeInfo;
    public readonly delegate* unmanaged[Cdecl]<nint, int*, nint> GetTensorElementType;
    public readonly delegate* unmanaged[Cdecl]<nint, nuint*, nint> GetDimensionsCount;
    public readonly delegate* unmanaged[Cdecl]<nint, long*, nuint, nint> GetDimensions;
    public readonly delegate* unmanaged[Cdecl]<nint, void*, nint> AllocatorFree;
    public readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseStatus;
    public readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseSession;
    public readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseValue;
    public readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseTypeInfo;
    public readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseSessionOptions;
    public readonly delegate* unmanaged[Cdecl]<nint, nint*, nint> SessionGetModelMetadata;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, byte*, byte**, nint> ModelMetadataLookupCustomMetadataMap;
    public readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseModelMetadata;
    public readonly delegate* unmanaged[Cdecl]<nint, long*, nuint, int, nint*, nint> CreateTensorAsOrtValue;
    public readonly delegate* unmanaged[Cdecl]<nint, void**, nint> GetTensorMutableData;
    public readonly delegate* unmanaged[Cdecl]<nint, byte**, nuint, nint> FillStringTensor;
    public readonly delegate* unmanaged[Cdecl]<nint, nuint*, nint> GetStringTensorDataLength;
    public readonly delegate* unmanaged[Cdecl]<nint, void*, nuint, nuint*, nuint, nint> GetStringTensorContent;
    public readonly delegate* unmanaged[Cdecl]<nint, nint*, nint> GetTensorTypeAndShape;
    public readonly delegate* unmanaged[Cdecl]<nint, int*, nint> GetValueType;
    public readonly delegate* unmanaged[Cdecl]<nint, int, nint, nint*, nint> GetValue;
    public readonly delegate* unmanaged[Cdecl]<nint, nuint*, nint> GetValueCount;
    public readonly delegate* unmanaged[Cdecl]<nint*, nuint, int, nint*, nint> CreateValue;
    public readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseTensorTypeAndShapeInfo;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, byte***, long*, nint> ModelMetadataGetCustomMetadataMapKeys;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint> AddSessionConfigEntry;
    public readonly delegate* unmanaged[Cdecl]<nint, nint> DisableMemPattern;
    public readonly delegate* unmanaged[Cdecl]<nint, nint> DisableCpuMemArena;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, nint, nint> RunWithBinding;
    public readonly delegate* unmanaged[Cdecl]<nint, nint*, nint> CreateIoBinding;
    public readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseIoBinding;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, nint, nint> BindInput;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, nint, nint> BindOutput;

    private OnnxApi(nint library)
    {
        // struct OrtApiBase { const OrtApi* (*GetApi)(uint32_t); const char* (*GetVersionString)(void); }
        var getBase = (delegate* unmanaged[Cdecl]<void**>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        void** apiBase = getBase();
        Version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)apiBase[1])()) ?? "";
        void** table = ((delegate* unmanaged[Cdecl]<uint, void**>)apiBase[0])(ApiVersion);
        if (table is null)
        {
            throw new OnnxModelException(
                OnnxModelFault.RuntimeTooOld, $"ONNX Runtime {Version} is too old: 1.{ApiVersion} or later is needed");
        }

        GetErrorCode = (delegate* unmanaged[Cdecl]<nint, int>)table[1];
        GetErrorMessage = (delegate* unmanaged[Cdecl]<nint, byte*>)table[2];
        CreateSessionFromArray = (delegate* unmanaged[Cdecl]<nint, void*, nuint, nint, nint*, nint>)table[8];
        Run = (delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)table[9];
        CreateSessionOptions = (delegate* unmanaged[Cdecl]<nint*, nint>)table[10];
        SetSessionGraphOptimizationLevel = (delegate* unmanaged[Cdecl]<nint, int, nint>)table[23];
        SetIntraOpNumThreads = (delegate* unmanaged[Cdecl]<nint, int, nint>)table[24];
        SetInterOpNumThreads = (delegate* unmanaged[Cdecl]<nint, int, nint>)table[25];
        SessionGetInputCount = (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)table[30];
        SessionGetOutputCount = (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)table[31];
        SessionGetInputTypeInfo = (delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint>)table[33];
        SessionGetOutputTypeInfo = (delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint>)table[34];
        SessionGetInputName = (delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint>)table[36];
        SessionGetOutputName = (delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint>)table[37];
        CreateTensorWithDataAsOrtValue =
            (delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>)table[49];
        CastTypeInfoToTensorInfo = (delegate* unmanaged[Cdecl]<nint, nint*, nint>)table[55];
        GetOnnxTypeFromTypeInfo = (delegate* unmanaged[Cdecl]<nint, int*, nint>)table[56];
        GetTensorElementType = (delegate* unmanaged[Cdecl]<nint, int*, nint>)table[60];
        GetDimensionsCount = (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)table[61];
        GetDimensions = (delegate* unmanaged[Cdecl]<nint, long*, nuint, nint>)table[62];
        AllocatorFree = (delegate* unmanaged[Cdecl]<nint, void*, nint>)table[76];
        ReleaseStatus = (delegate* unmanaged[Cdecl]<nint, void>)table[93];
        ReleaseSession = (delegate* unmanaged[Cdecl]<nint, void>)table[95];
        ReleaseValue = (delegate* unmanaged[Cdecl]<nint, void>)table[96];
        ReleaseTypeInfo = (delegate* unmanaged[Cdecl]<nint, void>)table[98];
        ReleaseSessionOptions = (delegate* unmanaged[Cdecl]<nint, void>)table[100];
        SessionGetModelMetadata = (delegate* unmanaged[Cdecl]<nint, nint*, nint>)table[111];
        ModelMetadataLookupCustomMetadataMap =
            (delegate* unmanaged[Cdecl]<nint, nint, byte*, byte**, nint>)table[116];
        ReleaseModelMetadata = (delegate* unmanaged[Cdecl]<nint, void>)table[118];
        DisableMemPattern = (delegate* unmanaged[Cdecl]<nint, nint>)table[17];
        DisableCpuMemArena = (delegate* unmanaged[Cdecl]<nint, nint>)table[19];
        CreateTensorAsOrtValue = (delegate* unmanaged[Cdecl]<nint, long*, nuint, int, nint*, nint>)table[48];
        GetTensorMutableData = (delegate* unmanaged[Cdecl]<nint, void**, nint>)table[51];
        FillStringTensor = (delegate* unmanaged[Cdecl]<nint, byte**, nuint, nint>)table[52];
        GetStringTensorDataLength = (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)table[53];
        GetStringTensorContent = (delegate* unmanaged[Cdecl]<nint, void*, nuint, nuint*, nuint, nint>)table[54];
        GetTensorTypeAndShape = (delegate* unmanaged[Cdecl]<nint, nint*, nint>)table[65];
        GetValueType = (delegate* unmanaged[Cdecl]<nint, int*, nint>)table[67];
        GetValue = (delegate* unmanaged[Cdecl]<nint, int, nint, nint*, nint>)table[80];
        GetValueCount = (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)table[81];
        CreateValue = (delegate* unmanaged[Cdecl]<nint*, nuint, int, nint*, nint>)table[82];
        ReleaseTensorTypeAndShapeInfo = (delegate* unmanaged[Cdecl]<nint, void>)table[99];
        ModelMetadataGetCustomMetadataMapKeys =
            (delegate* unmanaged[Cdecl]<nint, nint, byte***, long*, nint>)table[123];
        AddSessionConfigEntry = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint>)table[130];
        RunWithBinding = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint>)table[133];
        CreateIoBinding = (delegate* unmanaged[Cdecl]<nint, nint*, nint>)table[134];
        ReleaseIoBinding = (delegate* unmanaged[Cdecl]<nint, void>)table[135];
        BindInput = (delegate* unmanaged[Cdecl]<nint, byte*, nint, nint>)table[136];
        BindOutput = (delegate* unmanaged[Cdecl]<nint, byte*, nint, nint>)table[137];

        var createEnv = (delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)table[3];
        var createCpuMemoryInfo = (delegate* unmanaged[Cdecl]<int, int, nint*, nint>)table[69];
        var getDefaultAllocator = (delegate* unmanaged[Cdecl]<nint*, nint>)table[78];
        nint handle;
        fixed (byte* name = "artic\0"u8)
        {
            Check(createEnv(LogOnlyFatal, name, &handle));
        }

        Environment = handle;
        Check(createCpuMemoryInfo(DeviceAllocator, DefaultMemory, &handle));
        CpuMemory = handle;
        Check(getDefaultAllocator(&handle));
        Allocator = handle;
    }

    /// <summary>The library's version, such as "1.30.0".</summary>
    public string Version { get; }

    /// <summary>Logs only fatal errors: all others come back as a status, and a message once is enough.</summary>
    public nint Environment { get; }

    public nint CpuMemory { get; }

    public nint Allocator { get; }

    /// <summary>
    /// The API of this process; the library is loaded at the first call and stays. Errors: as
    /// <see cref="OnnxRuntimeLibrary.Open"/>, each time anew, so that a later call may succeed.
    /// </summary>
    public static OnnxApi Shared()
    {
        lock (Gate)
        {
            return shared ??= new OnnxApi(OnnxRuntimeLibrary.Open(OnnxRuntimeLibrary.SearchPath(
                System.Environment.GetEnvironmentVariable("ARTIC_ONNXRUNTIME"),
                System.Environment.GetEnvironmentVariable("ARTIC_HOME"),
                AppContext.BaseDirectory)));
        }
    }

    /// <summary>Releases a status and throws its message with <paramref name="fault"/>; zero is success.</summary>
    public void Check(nint status, OnnxModelFault fault = OnnxModelFault.RuntimeFailed, string? subject = null)
    {
        if (status != 0)
        {
            int code = GetErrorCode(status);
            string message = TakeMessage(status);
            if (fault == OnnxModelFault.Corrupt &&
                (code == NotImplemented || message.Contains(KernelRefused, StringComparison.Ordinal) || message.Contains(NotRegistered, StringComparison.Ordinal) || message.Contains(NoOperator, StringComparison.Ordinal)))
            {
                fault = OnnxModelFault.OperatorMissing;
            }

            throw new OnnxModelException(fault, subject is null ? message : $"{subject}: {message}");
        }
    }

    /// <summary>The message of a status that is not zero; the status is released.</summary>
    public string TakeMessage(nint status)
    {
        string message = Marshal.PtrToStringUTF8((nint)GetErrorMessage(status)) ?? "";
        ReleaseStatus(status);
        return message.ReplaceLineEndings(" ");
    }
}
