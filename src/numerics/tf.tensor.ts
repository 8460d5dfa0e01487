/**
 * The part of TensorFlow.js that numerics, demos and checks may use. The worker carries what is named here and nothing else of
 * the core: file formats, images, strings and the like are left out. Missing something? Add its name.
 */
export {
  // Making and freeing
  buffer, clone, dispose, eye, fill, keep, linspace, memory, ones, onesLike, oneHot, randomNormal, randomUniform, range,
  scalar, tensor, tensor1d, tensor2d, tensor3d, tensor4d, tidy, truncatedNormal, variable, zeros, zerosLike,
  // Elementwise
  abs, acos, add, addN, asin, atan, atan2, ceil, clipByValue, cos, cosh, div, divNoNan, elu, equal, erf, exp, expm1, floor,
  floorDiv, greater, greaterEqual, isFinite, isNaN, leakyRelu, less, lessEqual, log, log1p, logSigmoid, logicalAnd, logicalNot,
  logicalOr, maximum, minimum, mod, mul, neg, notEqual, pow, prelu, reciprocal, relu, relu6, round, rsqrt, selu, sigmoid, sign,
  sin, sinh, softplus, sqrt, square, squaredDifference, step, sub, tan, tanh, where,
  // Reductions
  all, any, argMax, argMin, cumprod, cumsum, logSoftmax, logSumExp, max, mean, min, moments, norm, prod, softmax, sum, topk,
  // Shape
  broadcastTo, cast, concat, diag, expandDims, gather, gatherND, mirrorPad, pad, reshape, reverse, scatterND, slice, split,
  squeeze, stack, stridedSlice, tile, transpose, unstack,
  // Products and networks
  avgPool, batchNorm, conv1d, conv2d, conv2dTranspose, depthwiseConv2d, dot, dropout, fused, matMul, maxPool, outerProduct,
  // Learning
  customGrad, grad, grads, losses, train, valueAndGrad, valueAndGrads, variableGrads,
  // Engine
  backend, engine, env, findBackendFactory, getBackend, ready, registerBackend, removeBackend, setBackend, version_core,
} from '@tensorflow/tfjs-core'; // prettier-ignore

/** TensorFlow.js as it is handed to tensor code: these functions, with one backend behind them. */
export type Tf = typeof import('./tf.tensor.ts');
