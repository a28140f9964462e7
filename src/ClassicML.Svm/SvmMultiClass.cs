namespace ClassicML.Svm;

/// <summary>How more than two classes are made of machines for two.</summary>
public enum SvmMultiClass
{
    /// <summary>A machine for each pair of classes, K(K-1)/2 of them, and a vote: small problems. LIBSVM's rule.</summary>
    OneVersusOne,

    /// <summary>A machine for each class against all others, and the highest score.</summary>
    OneVersusRest,
}
